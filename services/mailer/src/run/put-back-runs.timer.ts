import { Injectable } from '@nestjs/common';
import { queues } from '@paperboy/contracts';
import { Jobs } from '@paperboy/messaging';
import { Clock, Log } from '@paperboy/platform';
import { DeliveryStore } from '../ledger/delivery.store.js';
import { PutBackTimer } from '../ledger/put-back.timer.js';
import { RunStore } from './run.store.js';

/** The most batches of an edition in the queue at a time, so that Redis holds little for any number of readers. */
const BATCHES_AT_ONCE = 32;

/** Adds the jobs of due batches of all runs to the queue, except for runs that are stopped. */
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
      // These were planned after the run was cancelled, or were on their way at that moment and then refused for now.
      if (state === 'cancelled') await this.deliveries.endClaimed(editionId, 'cancelled', now);
      if (state !== undefined) continue;
      const batches = await this.deliveries.batchesDue(editionId, now, BATCHES_AT_ONCE);
      for (const batch of batches) await this.jobs.add(queues.sendDigests, { editionId, batch });
    }
  }
}
