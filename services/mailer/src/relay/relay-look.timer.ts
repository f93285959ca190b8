import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Repeating } from '@paperboy/platform';
import { Postbox } from './postbox.transport.js';
import { RelayWatch } from './relay-watch.js';

const EVERY_MS = 1_000;

/**
 * Tries a bad relay by connecting while no mail does so. Otherwise health would report it as bad until the next mail,
 * which may be tomorrow.
 */
@Injectable()
export class RelayLookTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly looks = new Repeating(() => this.look(), EVERY_MS);

  constructor(
    private readonly postbox: Postbox,
    private readonly relay: RelayWatch,
  ) {}

  onApplicationBootstrap(): void {
    this.looks.start().unref();
  }

  async onModuleDestroy(): Promise<void> {
    await this.looks.stop();
  }

  private async look(): Promise<void> {
    if (this.relay.wantsLook()) this.relay.looked(await this.postbox.look());
  }
}
