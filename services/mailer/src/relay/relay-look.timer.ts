import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Postbox } from './postbox.transport.js';
import { RelayWatch } from './relay-watch.js';

const EVERY_MS = 1_000;

/**
 * Tries a bad relay by connecting while no mail does so. Otherwise health would report it as bad until the next mail,
 * which may be tomorrow.
 */
@Injectable()
export class RelayLookTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly postbox: Postbox,
    private readonly relay: RelayWatch,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      if (!this.relay.wantsLook()) return;
      this.looking ??= this.look().finally(() => {
        this.looking = undefined;
      });
    }, EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    this.relay.looked(await this.postbox.look());
  }
}
