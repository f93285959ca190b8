import { Injectable } from '@nestjs/common';
import { queues } from '@paperboy/contracts';
import { Jobs } from '@paperboy/messaging';
import { Clock, Log } from '@paperboy/platform';
import { DeliveryStore } from '../ledger/delivery.store.js';
import { PutBackTimer } from '../ledger/put-back.timer.js';
import { RunStore } from './run.store.js';

/** Batches of an edition that are in the queue at a time, so that Redis holds little however many readers there are. */
const BATCHES_AT_ONCE = 32;

/** Puts the batches of all runs that have something due into the queue. */
@Injectable()
export class PutBackRunsTimer extends PutBackTimer {
  constructor(
    private readonly deliveries: DeliveryStore,
    private readonly runs: RunStore,
    private readonly jobs: Jobs,
    clock: Clock,
    log: Log,
  ) {
    super(clock, log);
  }

  protected async putBack(now: Date): Promise<void> {
    await this.expire(this.deliveries.ledger, now);
    const due = await this.deliveries.editionsDue(now);
    const stopped = await this.runs.stopped(due);
    for (const editionId of due) {
      const state = stopped.get(editionId);
      // These were planned after the run was cancelled, or were refused for now at that moment.
      if (state === 'cancelled') await this.deliveries.endClaimed(editionId, 'cancelled', now);
      if (state !== undefined) continue;
      const batches = await this.deliveries.batchesDue(editionId, now, BATCHES_AT_ONCE);
      for (const batch of batches) await this.jobs.add(queues.sendDigests, { editionId, batch });
    }
  }
}
