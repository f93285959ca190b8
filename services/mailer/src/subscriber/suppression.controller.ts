import { Controller } from '@nestjs/common';
import {
  type AnsweredBy,
  type AskedOf,
  type ListedSuppression,
  maskedAddress,
  suppressions,
} from '@paperboy/contracts';
import { Asked, Clock, Serves } from '@paperboy/platform';
import { AddressIds } from './address.js';
import type { Subscriber, Suppression } from './subscriber.js';
import { SubscriberStore } from './subscriber.store.js';
import { SuppressionStore } from './suppression.store.js';

/** Lists, adds and lifts suppressions for operators. */
@Controller()
export class SuppressionController {
  constructor(
    private readonly suppressions: SuppressionStore,
    private readonly subscribers: SubscriberStore,
    private readonly ids: AddressIds,
    private readonly clock: Clock,
  ) {}

  @Serves(suppressions.list)
  async list(@Asked() { query }: AskedOf<typeof suppressions.list>): Promise<ListedSuppression[]> {
    const page = await this.suppressions.page(query.after, query.limit);
    const subscribers = await this.subscribers.byId(page.map(({ _id }) => _id));
    return page.map((suppression) => listed(suppression, subscribers.get(suppression._id)));
  }

  @Serves(suppressions.add)
  async add(@Asked() { body }: AskedOf<typeof suppressions.add>): Promise<ListedSuppression> {
    const suppression = await this.suppressions.add({
      _id: this.ids.subscriber(body.address),
      reason: 'by-operator',
      at: this.clock.now(),
    });
    return listed(suppression, body);
  }

  @Serves(suppressions.lift)
  async lift(
    @Asked() { body }: AskedOf<typeof suppressions.lift>,
  ): Promise<AnsweredBy<typeof suppressions.lift>> {
    return { lifted: await this.suppressions.lift(this.ids.subscriber(body.address)) };
  }
}

function listed(
  { _id, reason, at }: Suppression,
  subscriber: Pick<Subscriber, 'address'> | undefined,
): ListedSuppression {
  return {
    id: _id,
    ...(subscriber ? { maskedAddress: maskedAddress(subscriber.address) } : {}),
    reason,
    at: at.toISOString(),
  };
}
