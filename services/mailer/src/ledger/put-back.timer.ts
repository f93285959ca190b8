import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { type Clock, type Log, loggedOnce, Repeating } from '@paperboy/platform';
import type { LedgerStore } from './ledger.store.js';

const EVERY_MS = 1_000;
/** A sender holds its row for 40 s, so checking every few seconds is often enough. */
const EXPIRE_EVERY_MS = 5_000;

/**
 * Adds jobs to a queue every second for everything that is due by MongoDB, since jobs are only hints. It also finds the
 * rows whose sender died. Every replica has this timer: a job that is already in the queue is not added twice.
 */
export abstract class PutBackTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rounds: Repeating;
  private expireAt = 0;

  constructor(
    protected readonly clock: Clock,
    protected readonly log: Log,
  ) {
    const round = loggedOnce(log, () => this.putBack(this.clock.now()), {
      fails: 'Mails wait until what they need is there.',
      works: 'Mails go on.',
    });
    this.rounds = new Repeating(round, EVERY_MS);
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.rounds.stop();
  }

  /** Adds the jobs that are due now. */
  protected abstract putBack(now: Date): Promise<void>;

  /** Makes the rows of dead senders uncertain, and logs their number. Acts only once in five seconds. */
  protected async expire(ledger: LedgerStore, now: Date): Promise<void> {
    if (performance.now() < this.expireAt) return;
    const uncertain = await ledger.expire(now);
    this.expireAt = performance.now() + EXPIRE_EVERY_MS;
    if (uncertain > 0)
      this.log.warn(
        { uncertain },
        'A sender died while it sent mails. Whether they arrived is not known; they are not sent again.',
      );
  }
}
