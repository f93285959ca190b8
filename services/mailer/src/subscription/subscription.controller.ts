import { Controller } from '@nestjs/common';
import {
  type AnsweredBy,
  type AskedOf,
  type ConfirmationView,
  type ManagedSubscription,
  managedSubscriptions,
  type SubscriptionView,
  subscriptions,
} from '@paperboy/contracts';
import { Asked, Serves } from '@paperboy/platform';
import { ManageSubscription } from './manage-subscription.service.js';
import { SubscriptionDesk } from './subscription-desk.service.js';

/** Subscribing, confirming, managing and leaving. */
@Controller()
export class SubscriptionController {
  constructor(
    private readonly desk: SubscriptionDesk,
    private readonly manage: ManageSubscription,
  ) {}

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

  @Serves(subscriptions.restore)
  restore(@Asked() { body }: AskedOf<typeof subscriptions.restore>): Promise<SubscriptionView> {
    return this.desk.restore(body.token);
  }

  @Serves(managedSubscriptions.view)
  view(@Asked() { params }: AskedOf<typeof managedSubscriptions.view>): Promise<ManagedSubscription> {
    return this.manage.view(params.token);
  }

  @Serves(managedSubscriptions.sendLink)
  async sendLink(
    @Asked() { body }: AskedOf<typeof managedSubscriptions.sendLink>,
  ): Promise<AnsweredBy<typeof managedSubscriptions.sendLink>> {
    await this.manage.sendLink(body.token);
    return { status: 'link-sent' };
  }

  @Serves(managedSubscriptions.change)
  change(
    @Asked() { params, body }: AskedOf<typeof managedSubscriptions.change>,
  ): Promise<ManagedSubscription> {
    return this.manage.change(params.token, body);
  }

  @Serves(managedSubscriptions.another)
  another(
    @Asked() { params, body }: AskedOf<typeof managedSubscriptions.another>,
  ): Promise<AnsweredBy<typeof managedSubscriptions.another>> {
    return this.manage.another(params.token, body);
  }

  @Serves(subscriptions.counts)
  counts(): Promise<AnsweredBy<typeof subscriptions.counts>> {
    return this.desk.counts();
  }
}
