import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, editions } from '@paperboy/contracts';
import { Asked, Serves } from '@paperboy/platform';
import { DigestStore } from '../digest/digest.store.js';
import { DeliveryStore } from '../ledger/delivery.store.js';
import { RunStore } from './run.store.js';
import { RunControl } from './run-control.service.js';

type Counts = AnsweredBy<typeof editions.deliveries>;

/** Shows the counts of an edition's deliveries, and pauses, resumes or cancels its run for an operator. */
@Controller()
export class RunController {
  constructor(
    private readonly deliveries: DeliveryStore,
    private readonly digests: DigestStore,
    private readonly runs: RunStore,
    private readonly control: RunControl,
  ) {}

  @Serves(editions.deliveries)
  counts(@Asked() { params }: AskedOf<typeof editions.deliveries>): Promise<Counts> {
    return this.told(params.id);
  }

  @Serves(editions.pause)
  async pause(@Asked() { params }: AskedOf<typeof editions.pause>): Promise<Counts> {
    await this.control.pause(params.id);
    return this.told(params.id);
  }

  @Serves(editions.resume)
  async resume(@Asked() { params }: AskedOf<typeof editions.resume>): Promise<Counts> {
    await this.control.resume(params.id);
    return this.told(params.id);
  }

  @Serves(editions.cancel)
  async cancel(@Asked() { params }: AskedOf<typeof editions.cancel>): Promise<Counts> {
    await this.control.cancel(params.id);
    return this.told(params.id);
  }

  private async told(editionId: string): Promise<Counts> {
    const [{ 'handed-off': handedOff, ...counts }, run, subject] = await Promise.all([
      this.deliveries.counts(editionId),
      this.runs.state(editionId),
      this.digests.subject(editionId),
    ]);
    return { ...counts, handedOff, run, ...(subject ? { subject } : {}) };
  }
}
