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

/** Digests that are read to find soft returns in a row. More than the limit, since reports may come days apart. */
const LOOKED_AT = 6 * SOFT_IN_A_ROW;

/** An address that a mail of ours can come back to. */
export type Bounced = Exclude<OwnAddress, { kind: 'answer' }>;

/** Records bounces and complaints in the ledger, and suppresses addresses that must get no more mail. */
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

  /** The address of the reader of a mail. Undefined when it is not kept. */
  async addressOf(bounced: Bounced): Promise<string | undefined> {
    if (bounced.kind === 'message') {
      const message = await this.messages.find(bounced.messageId);
      if (message?.kind === 'confirmation') return message.address;
      return (await this.subscribers.find(message?.subscriberId ?? ''))?.address;
    }
    return (await this.subscriberOf(bounced.subscriptionId))?.address;
  }

  /** Records one report on a mail. Recording it twice changes only the counter. */
  async take(bounced: Bounced, { as, status }: Verdict): Promise<void> {
    returns.inc({ as });
    const returned: Returned = { as, ...(status === undefined ? {} : { status }), at: this.clock.now() };
    if (bounced.kind === 'message') await this.ofMessage(bounced.messageId, returned);
    else await this.ofDigest(deliveryId(bounced.subscriptionId, bounced.editionId), returned);
  }

  /** The return of a message is not recorded, since its row is shown nowhere. Its address is suppressed if need be. */
  private async ofMessage(messageId: string, { as, at }: Returned): Promise<void> {
    const message = await this.messages.went(messageId);
    if (message?.subscriberId === undefined) return;
    this.log.info({ message: messageId, kind: message.kind, as }, 'A message came back.');
    if (as !== 'complaint' && as !== 'hard') return;
    const subscriber = await this.subscribers.find(message.subscriberId);
    if (subscriber && subscriber.confirmedAt > message.dueAt) return;
    const reason = as === 'complaint' ? 'complained' : 'bounced';
    await this.suppressions.add({ _id: message.subscriberId, reason, at });
  }

  private async ofDigest(id: string, returned: Returned): Promise<void> {
    // Only digests that were on their way: a reader could put another edition into the signed address.
    const delivery = await this.deliveries.went(id);
    if (!delivery) return;
    this.log.info({ row: id, as: returned.as, status: returned.status }, 'A digest came back.');
    await this.deliveries.noteReturn(id, returned);
    const subscriber = await this.subscriberOf(delivery.subscriptionId);
    // A reader who has confirmed since then has read a mail of ours, so an older bounce is outdated.
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
