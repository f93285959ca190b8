import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Log } from '@paperboy/platform';
import { Rings } from '../ring/rings.store.js';
import { Suspensions } from '../suspension/suspension.store.js';

const EVERY_MS = 5_000;

/** Finishes the setting aside and restoring of votes: what a crash cut off, and votes that were on their way. */
@Injectable()
export class SetAsideTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private looking = false;

  constructor(
    private readonly suspensions: Suspensions,
    private readonly rings: Rings,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.look(), EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      await this.suspensions.settleDue();
      await this.rings.settleDue();
    } catch (error) {
      // It stays due, and the health of MongoDB tells when that is away.
      this.log.debug({ err: error }, 'Votes can not be set aside or restored now.');
    } finally {
      this.looking = false;
    }
  }
}
