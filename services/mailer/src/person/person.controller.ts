import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, subscribers } from '@paperboy/contracts';
import { Asked, Serves } from '@paperboy/platform';
import { NoticeChoices } from '../choice/notice-choices.store.js';
import { MessageStore } from '../message/message.store.js';
import { AddressIds } from '../subscriber/address.js';
import { SubscriberStore } from '../subscriber/subscriber.store.js';
import { SubscriptionStore } from '../subscription/subscription.store.js';
import { WebhookStore } from '../webhook/webhook.store.js';

/** Lists or deletes the data of a person for the catalog, when the person asks for it or leaves. */
@Controller()
export class PersonController {
  constructor(
    private readonly subscribers: SubscriberStore,
    private readonly subscriptions: SubscriptionStore,
    private readonly messages: MessageStore,
    private readonly webhooks: WebhookStore,
    private readonly notices: NoticeChoices,
    private readonly ids: AddressIds,
  ) {}

  @Serves(subscribers.kept)
  async kept(
    @Asked() { body: { address, personId } }: AskedOf<typeof subscribers.kept>,
  ): Promise<AnsweredBy<typeof subscribers.kept>> {
    const id = this.ids.subscriber(address);
    const subscriber = await this.subscribers.find(id);
    const subscriptions = await this.subscriptions.allOfSubscriber(id);
    const webhooks = await this.webhooks.of(personId);
    const notices = await this.notices.chosen(personId);
    return {
      entries: [
        ...(subscriber ? [{ kind: 'subscriber', ...subscriber }] : []),
        ...subscriptions.map((subscription) => ({ kind: 'subscription', ...subscription })),
        ...(notices ? [{ kind: 'mails-about-answers', when: notices }] : []),
        ...webhooks.map(({ secret: _told, ...webhook }) => ({ kind: 'webhook', ...webhook })),
      ],
    };
  }

  /** Deletes all data of a person. Repeating it after an interruption deletes the rest. */
  @Serves(subscribers.forget)
  async forget(@Asked() { body: { address, personId } }: AskedOf<typeof subscribers.forget>): Promise<void> {
    const id = this.ids.subscriber(address);
    await this.webhooks.forget(personId);
    await this.notices.forget(personId);
    await this.messages.forget(this.ids.mailbox(address), id, personId);
    await this.subscriptions.forget(id);
    await this.subscribers.forget(id);
  }
}
