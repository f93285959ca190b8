import { Controller } from '@nestjs/common';
import { sample } from '@paperboy/contracts';
import { Serves } from '@paperboy/platform';
import { DeliveryStore } from '../ledger/delivery.store.js';
import { SubscriberStore } from '../subscriber/subscriber.store.js';
import { SubscriptionStore } from '../subscription/subscription.store.js';
import { SubscriptionDesk } from '../subscription/subscription-desk.service.js';

/** The address of the sample publication's reader. */
export const SAMPLE_ADDRESS = 'sample-reader@example.org';

/** The mailer's part of the sample publication: one subscriber, so that a digest arrives in the mailbox. */
@Controller()
export class SampleController {
  constructor(
    private readonly desk: SubscriptionDesk,
    private readonly subscribers: SubscriberStore,
    private readonly subscriptions: SubscriptionStore,
    private readonly deliveries: DeliveryStore,
  ) {}

  @Serves(sample.putSubscriber)
  async put(): Promise<void> {
    await this.desk.start(SAMPLE_ADDRESS, { cadence: 'day', hour: 8, timeZone: 'UTC' }, true);
  }

  @Serves(sample.removeSubscriber)
  async remove(): Promise<void> {
    await this.subscriptions.removeSample();
    await this.subscribers.removeSample();
    await this.deliveries.removeSample();
  }
}
