import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Log } from '@paperboy/platform';
import { DeletionStore } from './deletion.store.js';
import { Farewells } from './farewell.service.js';

const EVERY_MS = 1_000;

/** Continues the deletions that are due, also those that another replica began. */
@Injectable()
export class DeletionTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private ended = false;
  private well = true;

  constructor(
    private readonly deletions: DeletionStore,
    private readonly farewells: Farewells,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running ??= this.tick().finally(() => {
        this.running = undefined;
      });
    }, EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    this.ended = true;
    clearInterval(this.timer);
    await this.running;
  }

  private async tick(): Promise<void> {
    try {
      await this.goOn();
      if (!this.well) this.log.info('Deletions of accounts go on.');
      this.well = true;
    } catch (error) {
      // Logged once, not every second. The step is repeated when the lease has ended.
      if (this.well)
        this.log.warn({ err: error }, 'The deletion of an account waits until what it needs is there.');
      this.well = false;
    }
  }

  private async goOn(): Promise<void> {
    let deletion = await this.deletions.take();
    while (deletion !== null && !this.ended) {
      if ((await this.farewells.do(deletion)) === 'done') {
        deletion = (await this.deletions.done(deletion)) ?? (await this.deletions.take());
      } else if (deletion.step === 'published') {
        // Kafka may be down for long, so the other deletions go first.
        deletion = await this.deletions.take();
      } else await this.deletions.hold(deletion);
    }
  }
}
