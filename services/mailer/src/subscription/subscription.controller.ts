import { Controller } from '@nestjs/common';
import {
  type AnsweredBy,
  type AskedOf,
  type ConfirmationView,
  type SubscriptionView,
  subscriptions,
} from '@paperboy/contracts';
import { Asked, Serves } from '@paperboy/platform';
import { SubscriptionDesk } from './subscription-desk.store.js';

/** Subscribing, confirming and leaving. */
@Controller()
export class SubscriptionController {
  constructor(private readonly desk: SubscriptionDesk) {}

  @Serves(subscriptions.request)
  async request(
    @Asked() { body }: AskedOf<typeof subscriptions.request>,
  ): Promise<AnsweredBy<typeof subscriptions.request>> {
    const { email, hour, timeZone } = body;
    await this.desk.request(email, { cadence: 'day', hour, timeZone });
    return { status: 'confirmation-sent' };
  }

  @Serves(subscriptions.confirmation)
  confirmation(@Asked() { params }: AskedOf<typeof subscriptions.confirmation>): Promise<ConfirmationView> {
    return this.desk.confirmation(params.token);
  }

  @Serves(subscriptions.confirm)
  confirm(@Asked() { body }: AskedOf<typeof subscriptions.confirm>): Promise<ConfirmationView> {
    return this.desk.confirm(body.token);
  }

  @Serves(subscriptions.unsubscription)
  unsubscription(
    @Asked() { params }: AskedOf<typeof subscriptions.unsubscription>,
  ): Promise<SubscriptionView> {
    return this.desk.unsubscription(params.token);
  }

  @Serves(subscriptions.unsubscribe)
  unsubscribe(@Asked() { body }: AskedOf<typeof subscriptions.unsubscribe>): Promise<SubscriptionView> {
    return this.desk.unsubscribe(body.token);
  }
}
