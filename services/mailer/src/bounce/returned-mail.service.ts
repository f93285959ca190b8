import { Injectable } from '@nestjs/common';
import { Clock, Log, metrics } from '@paperboy/platform';
import { deliveryId } from '../ledger/delivery.js';
import { DeliveryStore } from '../ledger/delivery.store.js';
import type { Returned } from '../ledger/returned.js';
import type { OwnAddress } from '../letter/own-addresses.js';
import { MessageStore } from '../message/message.store.js';
import type { Subscriber } from '../subscriber/subscriber.js';
import { SubscriberStore } from '../subscriber/subscriber.store.js';
import { SuppressionStore } from '../subscriber/suppression.store.js';
import { SubscriptionStore } from '../subscription/subscription.store.js';
import type { Verdict } from './delivery-report.js';
import { cameBackTooOften, SOFT_IN_A_ROW } from './soft-returns.js';

const returns = metrics.counter({
  name: 'paperboy_mailer_returns_total',
  help: 'What came back of mails that the relay had taken.',
  labelNames: ['as'],
});

/** More than enough for a row of soft ones whose reports come days apart. */
const LOOKED_AT = 6 * SOFT_IN_A_ROW;

/** An address that a mail of ours can come back to. */
export type Bounced = Exclude<OwnAddress, { kind: 'answer' }>;

/** Does what follows from what came back: it is written into the ledger, and an address that must get no mail is suppressed. */
@Injectable()
export class ReturnedMail {
  constructor(
    private readonly deliveries: DeliveryStore,
    private readonly messages: MessageStore,
    private readonly subscriptions: SubscriptionStore,
    private readonly subscribers: SubscriberStore,
    private readonly suppressions: SuppressionStore,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** The address of the reader behind a mail; nothing while none is kept. */
  async addressOf(bounced: Bounced): Promise<string | undefined> {
    if (bounced.kind === 'message') return (await this.messages.findConfirmation(bounced.messageId))?.address;
    return (await this.subscriberOf(bounced.subscriptionId))?.address;
  }

  /** Takes what came back of a mail. Twice is as good as once. */
  async take(bounced: Bounced, { as, status }: Verdict): Promise<void> {
    returns.inc({ as });
    const returned: Returned = { as, ...(status === undefined ? {} : { status }), at: this.clock.now() };
    if (bounced.kind === 'message') await this.ofMessage(bounced.messageId, returned);
    else await this.ofDigest(deliveryId(bounced.subscriptionId, bounced.editionId), returned);
  }

  /** A message has no row that is shown, and an address that was not confirmed gets no digest anyway. */
  private async ofMessage(messageId: string, { as, at }: Returned): Promise<void> {
    this.log.info({ message: messageId, as }, 'A message came back.');
    const confirmation = as === 'complaint' ? await this.messages.findConfirmation(messageId) : null;
    if (confirmation)
      await this.suppressions.add({ _id: confirmation.subscriberId, reason: 'complained', at });
  }

  private async ofDigest(id: string, returned: Returned): Promise<void> {
    // Only of what went: an address with an edition of one's own choice is worth nothing.
    const delivery = await this.deliveries.went(id);
    if (!delivery) return;
    this.log.info({ row: id, as: returned.as, status: returned.status }, 'A digest came back.');
    await this.deliveries.noteReturn(id, returned);
    const subscriber = await this.subscriberOf(delivery.subscriptionId);
    // One who has confirmed since has read a mail of ours, so an older bounce is no longer true.
    if (!subscriber || subscriber.confirmedAt > delivery.plannedAt) return;
    if (returned.as === 'complaint') await this.suppress(subscriber, 'complained', returned.at);
    else if (
      returned.as === 'hard' ||
      (returned.as === 'soft' && (await this.tooOften(delivery.subscriptionId, subscriber)))
    )
      await this.suppress(subscriber, 'bounced', returned.at);
  }

  private async tooOften(subscriptionId: string, { confirmedAt }: Subscriber): Promise<boolean> {
    const went = await this.deliveries.newestThatWent(subscriptionId, LOOKED_AT);
    return cameBackTooOften(went.filter(({ plannedAt }) => plannedAt >= confirmedAt));
  }

  private async suppress({ _id }: Subscriber, reason: 'bounced' | 'complained', at: Date): Promise<void> {
    await this.suppressions.add({ _id, reason, at });
  }

  private async subscriberOf(subscriptionId: string): Promise<Subscriber | null> {
    const subscription = await this.subscriptions.find(subscriptionId);
    return subscription && this.subscribers.find(subscription.subscriberId);
  }
}
