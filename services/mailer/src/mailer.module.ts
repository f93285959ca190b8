import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { consumers, queues } from '@paperboy/contracts';
import { MessagingModule } from '@paperboy/messaging';
import { Clock, CONFIG, Health, Log, MongoLink } from '@paperboy/platform';
import { DeliveryController } from './delivery/delivery.controller.js';
import { DeliveryStore } from './delivery/delivery.store.js';
import { SendDigestsWorker } from './delivery/send-digests.worker.js';
import { DeliverEdition } from './digest/deliver-edition.store.js';
import { DigestLetters } from './digest/digest-letters.sender.js';
import { PlanDigestsWorker } from './digest/plan-digests.worker.js';
import { EditionConsumer } from './edition/edition.consumer.js';
import { EditionStore } from './edition/edition.store.js';
import { HandoverSender } from './ledger/handover.sender.js';
import { UnfinishedTimer } from './ledger/unfinished.timer.js';
import type { MailerConfig } from './mailer.config.js';
import { mailerIndexes } from './mailer.indexes.js';
import { mailerSchedules } from './mailer.schedules.js';
import { MessageStore } from './message/message.store.js';
import { SendMessageWorker } from './message/send-message.worker.js';
import { SampleController } from './sample/sample.controller.js';
import { Postbox } from './smtp/postbox.transport.js';
import { RelayLookTimer } from './smtp/relay-look.timer.js';
import { RelayTrust } from './smtp/relay-trust.js';
import { RelayWatch } from './smtp/relay-watch.js';
import { AddressIds } from './subscription/address.js';
import { SubscriptionController } from './subscription/subscription.controller.js';
import { SubscriptionStore } from './subscription/subscription.store.js';
import { SubscriptionDesk } from './subscription/subscription-desk.store.js';
import { Tokens } from './subscription/tokens.js';

/** The mailer: subscribers, subscriptions, digests and the ledger of deliveries. */
@Module({
  imports: [
    MessagingModule.forService('mailer', {
      consumers: [consumers.mailerEditions],
      queues: [queues.planDigests, queues.sendDigests, queues.sendMessage],
      schedules: mailerSchedules,
      concurrency: { [queues.sendMessage.name]: 4, [queues.sendDigests.name]: 2 },
    }),
  ],
  controllers: [EditionConsumer, SubscriptionController, DeliveryController, SampleController],
  providers: [
    EditionStore,
    SubscriptionStore,
    SubscriptionDesk,
    MessageStore,
    SendMessageWorker,
    DigestLetters,
    PlanDigestsWorker,
    DeliverEdition,
    DeliveryStore,
    SendDigestsWorker,
    UnfinishedTimer,
    {
      provide: Tokens,
      inject: [CONFIG],
      useFactory: (config: MailerConfig) => new Tokens(config.SERVICE_SECRET),
    },
    {
      provide: AddressIds,
      inject: [CONFIG],
      useFactory: (config: MailerConfig) => new AddressIds(config.SERVICE_SECRET),
    },
    {
      provide: Postbox,
      inject: [CONFIG],
      useFactory: (config: MailerConfig) => new Postbox(config.SMTP_URL, config.SMTP_CONNECTIONS),
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
      inject: [Postbox, RelayWatch, Clock, Log],
      useFactory: (postbox: Postbox, relay: RelayWatch, clock: Clock, log: Log) =>
        new HandoverSender(postbox, relay, clock, log),
    },
  ],
})
export class MailerModule implements OnApplicationShutdown {
  constructor(
    @Inject(MongoLink) link: MongoLink,
    @Inject(Postbox) private readonly postbox: Postbox,
  ) {
    link.ensureIndexes(mailerIndexes);
  }

  /** After the workers have finished what they had in hand. */
  onApplicationShutdown(): void {
    this.postbox.close();
  }
}
