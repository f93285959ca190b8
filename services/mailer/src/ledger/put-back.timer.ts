import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Clock, Log } from '@paperboy/platform';
import type { LedgerStore } from './ledger.store.js';

const EVERY_MS = 1_000;
/** A sender holds its row for 40 s, so checking every few seconds is often enough. */
const EXPIRE_EVERY_MS = 5_000;

/**
 * Adds jobs to a queue every second for everything that is due by MongoDB, since jobs are only hints. It also finds the
 * rows whose sender died. Every replica has this timer: a job that is already in the queue is not added twice.
 */
export abstract class PutBackTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private well = true;
  private expireAt = 0;

  constructor(
    protected readonly clock: Clock,
    protected readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running ??= this.tick().finally(() => {
        this.running = undefined;
      });
    }, EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
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
        'Mails were on their way when their sender died; nobody knows if they came.',
      );
  }

  private async tick(): Promise<void> {
    try {
      await this.putBack(this.clock.now());
      if (!this.well) this.log.info('Mails go on.');
      this.well = true;
    } catch (error) {
      // Logged once, not every second. The next round tries again.
      if (this.well) this.log.warn({ err: error }, 'Mails wait until what they need is there.');
      this.well = false;
    }
  }
}
