import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Log, Repeating } from '@paperboy/platform';
import { Rings } from '../ring/rings.store.js';
import { Suspensions } from '../suspension/suspension.store.js';

const EVERY_MS = 5_000;

/** Sets votes aside or restores them once more: after a crash, and for votes that were written meanwhile. */
@Injectable()
export class SetAsideTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rounds = new Repeating(() => this.look(), EVERY_MS);

  constructor(
    private readonly suspensions: Suspensions,
    private readonly rings: Rings,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.rounds.stop();
  }

  private async look(): Promise<void> {
    try {
      await this.suspensions.settleDue();
      await this.rings.settleDue();
    } catch (error) {
      // The work stays due. The health check reports when MongoDB is down.
      this.log.debug({ err: error }, 'Votes cannot be set aside or restored now; this is tried again.');
    }
  }
}
