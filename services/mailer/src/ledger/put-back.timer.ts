import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Clock, Log } from '@paperboy/platform';

const EVERY_MS = 1_000;

/**
 * Puts into a queue whatever MongoDB says is due, again and again, since jobs are only hints; and finds the rows whose
 * sender died. Every replica does so: a job that is there already stays one.
 */
export abstract class PutBackTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private well = true;

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

  /** One round. */
  protected abstract putBack(now: Date): Promise<void>;

  /** Tells of rows that a round found to be nobody's. */
  protected tellUncertain(uncertain: number): void {
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
      // Said once, not every second; the next round tries again.
      if (this.well) this.log.warn({ err: error }, 'Mails wait until what they need is there.');
      this.well = false;
    }
  }
}
