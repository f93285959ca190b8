import { Injectable } from '@nestjs/common';
import { Clock, conflict, Log } from '@paperboy/platform';
import { DeliveryStore } from '../ledger/delivery.store.js';
import type { RunState } from './run.js';
import { RunStore } from './run.store.js';

/** A worker reads the state again after this time, so a run stops within it. */
const STALE_AFTER_MS = 1_000;

/** Answers whether a run may go on. */
export type MayGoOn = () => Promise<boolean>;

/** Pauses, resumes and cancels the run of an edition. */
@Injectable()
export class RunControl {
  constructor(
    private readonly runs: RunStore,
    private readonly deliveries: DeliveryStore,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Pauses the deliveries that were not handed over. Throws a 409 Problem `run-cancelled`. */
  async pause(editionId: string): Promise<void> {
    if (!(await this.runs.pause(editionId, this.clock.now()))) throw cancelled(editionId);
    this.log.info({ editionId }, 'An operator paused the sending of an edition.');
  }

  /** Resumes the paused deliveries. Throws as `pause` does. */
  async resume(editionId: string): Promise<void> {
    if (!(await this.runs.resume(editionId))) throw cancelled(editionId);
    this.log.info({ editionId }, 'An operator let the sending of an edition go on.');
  }

  /** Skips the deliveries that were not handed over, and all that are planned later. */
  async cancel(editionId: string): Promise<void> {
    const now = this.clock.now();
    await this.runs.cancel(editionId, now);
    const skipped = await this.deliveries.endClaimed(editionId, 'cancelled', now);
    this.log.info({ editionId, skipped }, 'An operator cancelled the sending of an edition.');
  }

  /** Makes the check for one worker. It reads MongoDB at most once a second, for any number of deliveries. */
  watch(editionId: string): MayGoOn {
    let asked: { at: number; state: Promise<RunState> } | undefined;
    return async () => {
      const now = performance.now();
      if (!asked || now - asked.at > STALE_AFTER_MS) asked = { at: now, state: this.runs.state(editionId) };
      return (await asked.state) === 'going';
    };
  }
}

function cancelled(editionId: string) {
  return conflict('run-cancelled', `The sending of ${editionId} was cancelled, which is for good.`);
}
