import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { editionIdSchema } from '@paperboy/contracts';
import { AllowCallers, ZodParams } from '@paperboy/platform';
import { z } from 'zod';
import { PlanDigestsWorker } from '../digest/plan-digests.worker.js';
import type { LedgerCounts } from '../ledger/ledger.store.js';
import { DeliveryStore } from './delivery.store.js';

const paramsSchema = z.object({ id: editionIdSchema });

/** What operators and other services do with the deliveries of an edition. */
@Controller('/internal/editions/:id')
@AllowCallers('service')
export class DeliveryController {
  constructor(
    private readonly planning: PlanDigestsWorker,
    private readonly deliveries: DeliveryStore,
  ) {}

  /**
   * Delivers a closed edition now to every active subscription of its cadence that has not had it. Answers when all
   * are written down; sending follows within a second. Errors: 404 `edition-not-closed`, 503 when ranking is away.
   */
  @Post('deliver')
  @HttpCode(200)
  async deliver(
    @ZodParams(paramsSchema) { id }: { id: string },
  ): Promise<{ planned: number; alreadyPlanned: number }> {
    return this.planning.planEdition(id);
  }

  /** How many deliveries stand in each state; `candidates` is the sum of all at any moment. `subject` is the mail's, once composed. */
  @Get('deliveries')
  async counts(@ZodParams(paramsSchema) { id }: { id: string }) {
    const { 'handed-off': handedOff, ...counts }: LedgerCounts = await this.deliveries.counts(id);
    const subject = await this.deliveries.subject(id);
    return { ...counts, handedOff, ...(subject ? { subject } : {}) };
  }
}
