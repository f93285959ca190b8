import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { editionIdSchema } from '@paperboy/contracts';
import { AllowCallers, ZodBody, ZodParams } from '@paperboy/platform';
import { z } from 'zod';
import { DeliverEdition, type DeliveryOrder, type DeliveryPlan } from '../digest/deliver-edition.store.js';
import type { LedgerCounts } from '../ledger/ledger.store.js';
import { DeliveryStore } from './delivery.store.js';

const paramsSchema = z.object({ id: editionIdSchema });
const orderSchema = z
  .object({ late: z.boolean().default(false), dryRun: z.boolean().default(false) })
  .nullish()
  .transform((order) => order ?? undefined);

/** What operators and other services do with the deliveries of an edition. */
@Controller('/internal/editions/:id')
@AllowCallers('service')
export class DeliveryController {
  constructor(
    private readonly delivering: DeliverEdition,
    private readonly deliveries: DeliveryStore,
  ) {}

  /**
   * Delivers a closed edition now to every active subscription of its cadence that has not had it and may have it, and
   * says why others may not. Answers when all are written down; sending follows within a second. `late` takes old ones
   * too, `dryRun` only tells. Errors: 404 `edition-not-closed`, 503 when ranking is away.
   */
  @Post('deliver')
  @HttpCode(200)
  async deliver(
    @ZodParams(paramsSchema) { id }: { id: string },
    @ZodBody(orderSchema) order: DeliveryOrder | undefined,
  ): Promise<DeliveryPlan> {
    return this.delivering.deliver(id, order ?? { late: false, dryRun: false });
  }

  /** How many deliveries stand in each state; `candidates` is the sum of all at any moment. `subject` is the mail's, once composed. */
  @Get('deliveries')
  async counts(@ZodParams(paramsSchema) { id }: { id: string }) {
    const { 'handed-off': handedOff, ...counts }: LedgerCounts = await this.deliveries.counts(id);
    const subject = await this.deliveries.subject(id);
    return { ...counts, handedOff, ...(subject ? { subject } : {}) };
  }
}
