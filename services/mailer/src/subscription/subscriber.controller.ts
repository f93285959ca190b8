import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, subscribers } from '@paperboy/contracts';
import { Asked, Serves } from '@paperboy/platform';
import { MessageStore } from '../message/message.store.js';
import { AddressIds } from '../subscriber/address.js';
import { SubscriberStore } from '../subscriber/subscriber.store.js';
import { SubscriptionStore } from './subscription.store.js';

/** The subscriber of an address, for the catalog: its person wants to know what is kept, or leaves. */
@Controller()
export class SubscriberController {
  constructor(
    private readonly subscribers: SubscriberStore,
    private readonly subscriptions: SubscriptionStore,
    private readonly messages: MessageStore,
    private readonly ids: AddressIds,
  ) {}

  @Serves(subscribers.kept)
  async kept(
    @Asked() { body: { address } }: AskedOf<typeof subscribers.kept>,
  ): Promise<AnsweredBy<typeof subscribers.kept>> {
    const id = this.ids.subscriber(address);
    const subscriber = await this.subscribers.find(id);
    const subscriptions = await this.subscriptions.allOf(id);
    return {
      entries: [
        ...(subscriber ? [{ kind: 'subscriber', ...subscriber }] : []),
        ...subscriptions.map((subscription) => ({ kind: 'subscription', ...subscription })),
      ],
    };
  }

  /** The subscriber goes last, so that a forgetting that broke off is done again. */
  @Serves(subscribers.forget)
  async forget(@Asked() { body: { address } }: AskedOf<typeof subscribers.forget>): Promise<void> {
    const id = this.ids.subscriber(address);
    await this.messages.forget(this.ids.mailbox(address), id);
    await this.subscriptions.forget(id);
    await this.subscribers.forget(id);
  }
}
