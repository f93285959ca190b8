import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, editions } from '@paperboy/contracts';
import { Asked, Serves } from '@paperboy/platform';
import { DeliverEdition } from '../digest/deliver-edition.store.js';
import type { LedgerCounts } from '../ledger/ledger.store.js';
import { DeliveryStore } from './delivery.store.js';

/** What operators and other services do with the deliveries of an edition. */
@Controller()
export class DeliveryController {
  constructor(
    private readonly delivering: DeliverEdition,
    private readonly deliveries: DeliveryStore,
  ) {}

  /** Answers when all deliveries are written down; sending follows within a second. */
  @Serves(editions.deliver)
  deliver(
    @Asked() { params, body }: AskedOf<typeof editions.deliver>,
  ): Promise<AnsweredBy<typeof editions.deliver>> {
    return this.delivering.deliver(params.id, body ?? { late: false, dryRun: false });
  }

  @Serves(editions.deliveries)
  async counts(
    @Asked() { params }: AskedOf<typeof editions.deliveries>,
  ): Promise<AnsweredBy<typeof editions.deliveries>> {
    const { 'handed-off': handedOff, ...counts }: LedgerCounts = await this.deliveries.counts(params.id);
    const subject = await this.deliveries.subject(params.id);
    return { ...counts, handedOff, ...(subject ? { subject } : {}) };
  }
}
