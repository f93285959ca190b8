import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Log, loggedOnce, Repeating } from '@paperboy/platform';
import { DeletionStore } from './deletion.store.js';
import { Farewells } from './farewell.service.js';

const EVERY_MS = 1_000;

/** Continues the deletions that are due, also those that another replica began. */
@Injectable()
export class DeletionTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rounds: Repeating;
  private ended = false;

  constructor(
    private readonly deletions: DeletionStore,
    private readonly farewells: Farewells,
    log: Log,
  ) {
    // A step that failed is repeated when its lease has ended.
    const round = loggedOnce(log, () => this.goOn(), {
      fails: 'The deletion of an account waits until what it needs is there.',
      works: 'Deletions of accounts go on.',
    });
    this.rounds = new Repeating(round, EVERY_MS);
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.ended = true;
    await this.rounds.stop();
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
