import { Injectable } from '@nestjs/common';
import { queues } from '@paperboy/contracts';
import { Jobs } from '@paperboy/messaging';
import { Clock, Log } from '@paperboy/platform';
import { PutBackTimer } from '../ledger/put-back.timer.js';
import { WebhookDeliveryStore } from './webhook-delivery.store.js';

const AT_ONCE = 100;

/** Adds the jobs of webhook deliveries that are due to their queue. */
@Injectable()
export class PutBackWebhooksTimer extends PutBackTimer {
  constructor(
    private readonly deliveries: WebhookDeliveryStore,
    private readonly jobs: Jobs,
    clock: Clock,
    log: Log,
  ) {
    super(clock, log);
  }

  protected async putBack(now: Date): Promise<void> {
    for (const deliveryId of await this.deliveries.due(now, AT_ONCE))
      await this.jobs.add(queues.deliverWebhook, { deliveryId });
  }
}
