import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { consumers, queues } from '@paperboy/contracts';
import { MessagingModule } from '@paperboy/messaging';
import { Clock, CONFIG, DocumentsModule, Health, Log } from '@paperboy/platform';
import { BounceListener } from './bounce/bounce-listener.server.js';
import { IncomingMails } from './bounce/incoming-mails.service.js';
import { ReaderLetters } from './bounce/reader-letters.service.js';
import { ReturnedMail } from './bounce/returned-mail.service.js';
import { SenderCheckController } from './check/sender-check.controller.js';
import { SenderCheck } from './check/sender-check.service.js';
import { NoticeChoiceController } from './choice/notice-choice.controller.js';
import { NoticeChoices } from './choice/notice-choices.store.js';
import { DigestComposer } from './digest/digest.composer.js';
import { DigestStore } from './digest/digest.store.js';
import { DigestPageController } from './digest/digest-page.controller.js';
import { DigestRecordStore } from './digest/digest-record.store.js';
import { LinkedDigests } from './digest/linked-digest.reader.js';
import { MailPreviewController } from './digest/mail-preview.controller.js';
import { NewPapers } from './digest/new-papers.client.js';
import { PastDigestController } from './digest/past-digest.controller.js';
import { PreviewController } from './digest/preview.controller.js';
import { SentDigests } from './digest/sent-digest.reader.js';
import { EditionConsumer } from './edition/edition.consumer.js';
import { KnownEditionStore } from './edition/known-edition.store.js';
import { DeliveryStore } from './ledger/delivery.store.js';
import { LinkTokens } from './letter/link-tokens.js';
import { OwnAddresses } from './letter/own-addresses.js';
import { dkimKeysOf, type MailerConfig } from './mailer.config.js';
import { mailerDocuments } from './mailer.documents.js';
import { mailerSchedules } from './mailer.schedules.js';
import { MailTestController } from './message/mail-test.controller.js';
import { MailTester } from './message/mail-test.service.js';
import { MessageComposer } from './message/message.composer.js';
import { MessageStore } from './message/message.store.js';
import { NoticeStore } from './message/notice.store.js';
import { PutBackMessagesTimer } from './message/put-back-messages.timer.js';
import { SendMessageWorker } from './message/send-message.worker.js';
import { senderDomain } from './message/single-letter.js';
import { TakeOverSignInsTimer } from './message/take-over-sign-ins.timer.js';
import { WebhookDisabledComposer } from './message/webhook-disabled.composer.js';
import { CommentConsumer } from './notice/comment.consumer.js';
import { NoticeDesk } from './notice/notice-desk.service.js';
import { PersonController } from './person/person.controller.js';
import { DeliverEdition } from './plan/deliver-edition.service.js';
import { PlanController } from './plan/plan.controller.js';
import { PlanDigestsWorker } from './plan/plan-digests.worker.js';
import { ProviderEventController } from './provider/provider-event.controller.js';
import { SesClient } from './provider/ses.client.js';
import { HandoverSender } from './relay/handover.sender.js';
import { Postbox } from './relay/postbox.transport.js';
import { RelayLookTimer } from './relay/relay-look.timer.js';
import { RelayTrust } from './relay/relay-trust.js';
import { RelayWatch } from './relay/relay-watch.js';
import { dkimSigner, type Sign } from './relay/signed-letter.composer.js';
import { PutBackRunsTimer } from './run/put-back-runs.timer.js';
import { RunController } from './run/run.controller.js';
import { RunStore } from './run/run.store.js';
import { RunControl } from './run/run-control.service.js';
import { RunFiguresTimer } from './run/run-figures.timer.js';
import { SendDigestsWorker } from './run/send-digests.worker.js';
import { SampleController } from './sample/sample.controller.js';
import { AddressIds } from './subscriber/address.js';
import { SubscriberStore } from './subscriber/subscriber.store.js';
import { SuppressionController } from './subscriber/suppression.controller.js';
import { SuppressionStore } from './subscriber/suppression.store.js';
import { ImportSubscribersController } from './subscription/import-subscribers.controller.js';
import { ImportSubscribers } from './subscription/import-subscribers.service.js';
import { KeywordCheck } from './subscription/keyword-check.client.js';
import { ManageSubscription } from './subscription/manage-subscription.service.js';
import { OwnDigestsController } from './subscription/own-digests.controller.js';
import { OwnSubscriptions } from './subscription/own-subscriptions.service.js';
import { SubscriptionController } from './subscription/subscription.controller.js';
import { SubscriptionStore } from './subscription/subscription.store.js';
import { SubscriptionDesk } from './subscription/subscription-desk.service.js';
import { DigestVoteController } from './vote/digest-vote.controller.js';
import { VoteDesk } from './vote/vote-desk.service.js';
import { DeliverWebhookWorker } from './webhook/deliver-webhook.worker.js';
import { PlanWebhooksWorker } from './webhook/plan-webhooks.worker.js';
import { PutBackWebhooksTimer } from './webhook/put-back-webhooks.timer.js';
import { SearchNews } from './webhook/search-news.service.js';
import { TellOwnersTimer } from './webhook/tell-owners.timer.js';
import { WebhookClient } from './webhook/webhook.client.js';
import { WebhookController } from './webhook/webhook.controller.js';
import { WebhookStore } from './webhook/webhook.store.js';
import { WebhookDeliveryStore } from './webhook/webhook-delivery.store.js';
import { WebhookDesk } from './webhook/webhook-desk.service.js';

/** The mailer: subscribers, subscriptions, digests and the ledger of deliveries. */
@Module({
  imports: [
    DocumentsModule.forService(mailerDocuments),
    MessagingModule.forService('mailer', {
      consumers: [consumers.mailerEditions, consumers.mailerComments],
      queues: [
        queues.planDigests,
        queues.sendDigests,
        queues.sendMessage,
        queues.planWebhooks,
        queues.deliverWebhook,
      ],
      schedules: mailerSchedules,
      concurrency: {
        [queues.sendMessage.name]: 4,
        [queues.sendDigests.name]: 2,
        [queues.deliverWebhook.name]: 4,
      },
    }),
  ],
  controllers: [
    EditionConsumer,
    CommentConsumer,
    NoticeChoiceController,
    SubscriptionController,
    OwnDigestsController,
    ImportSubscribersController,
    PersonController,
    PreviewController,
    PastDigestController,
    DigestPageController,
    DigestVoteController,
    MailPreviewController,
    SuppressionController,
    PlanController,
    RunController,
    MailTestController,
    SenderCheckController,
    ProviderEventController,
    WebhookController,
    SampleController,
  ],
  providers: [
    KnownEditionStore,
    SubscriberStore,
    SuppressionStore,
    SubscriptionStore,
    SubscriptionDesk,
    KeywordCheck,
    ImportSubscribers,
    ManageSubscription,
    OwnSubscriptions,
    MessageStore,
    MessageComposer,
    WebhookDisabledComposer,
    NoticeStore,
    NoticeChoices,
    NoticeDesk,
    MailTester,
    SendMessageWorker,
    PutBackMessagesTimer,
    TakeOverSignInsTimer,
    DigestStore,
    DigestRecordStore,
    NewPapers,
    DigestComposer,
    LinkedDigests,
    SentDigests,
    VoteDesk,
    PlanDigestsWorker,
    DeliverEdition,
    DeliveryStore,
    RunStore,
    RunControl,
    SendDigestsWorker,
    PutBackRunsTimer,
    RunFiguresTimer,
    ReturnedMail,
    ReaderLetters,
    IncomingMails,
    BounceListener,
    SesClient,
    WebhookStore,
    WebhookDeliveryStore,
    WebhookDesk,
    SearchNews,
    PlanWebhooksWorker,
    DeliverWebhookWorker,
    PutBackWebhooksTimer,
    TellOwnersTimer,
    WebhookClient,
    {
      provide: LinkTokens,
      inject: [CONFIG],
      useFactory: (config: MailerConfig) => new LinkTokens(config.SERVICE_SECRET),
    },
    {
      provide: OwnAddresses,
      inject: [CONFIG, LinkTokens],
      useFactory: (config: MailerConfig, tokens: LinkTokens) =>
        new OwnAddresses(tokens, config.BOUNCE_DOMAIN ?? senderDomain(config)),
    },
    {
      provide: SenderCheck,
      inject: [CONFIG, OwnAddresses, Clock],
      useFactory: (config: MailerConfig, addresses: OwnAddresses, clock: Clock) =>
        new SenderCheck(config, addresses, clock),
    },
    {
      provide: AddressIds,
      inject: [CONFIG],
      useFactory: (config: MailerConfig) => new AddressIds(config.SERVICE_SECRET),
    },
    {
      provide: Postbox,
      inject: [CONFIG],
      useFactory: (config: MailerConfig) =>
        new Postbox(config.SMTP_URL, config.SMTP_CONNECTIONS, signerOf(config)),
    },
    {
      provide: RelayWatch,
      inject: [CONFIG, Health, Clock, Log],
      useFactory: (config: MailerConfig, health: Health, clock: Clock, log: Log) =>
        new RelayWatch(new RelayTrust({ pauseAfter: config.SMTP_PAUSE_AFTER }), health, clock, log),
    },
    RelayLookTimer,
    {
      provide: HandoverSender,
      inject: [Postbox, RelayWatch, SuppressionStore, AddressIds, Clock, Log],
      useFactory: (
        postbox: Postbox,
        relay: RelayWatch,
        suppressions: SuppressionStore,
        ids: AddressIds,
        clock: Clock,
        log: Log,
      ) => {
        const noteGone = async (address: string): Promise<void> => {
          await suppressions.add({ _id: ids.subscriber(address), reason: 'bounced', at: clock.now() });
        };
        return new HandoverSender(postbox, relay, noteGone, clock, log);
      },
    },
  ],
})
export class MailerModule implements OnApplicationShutdown {
  constructor(
    private readonly postbox: Postbox,
    private readonly webhooks: WebhookClient,
  ) {}

  /** Closes the connections, after the workers have finished their current jobs. */
  async onApplicationShutdown(): Promise<void> {
    this.postbox.close();
    await this.webhooks.close();
  }
}

/** Signs each mail with all keys. Undefined without a key. */
function signerOf(config: MailerConfig): Sign | undefined {
  const keys = dkimKeysOf(config);
  return keys.length === 0 ? undefined : dkimSigner(keys);
}
