import { Controller } from '@nestjs/common';
import { consumers, type EditionState, editionClosed } from '@paperboy/contracts';
import { OnEvent, type ReceivedEvent } from '@paperboy/messaging';
import { KnownEditionStore } from './known-edition.store.js';

/** Learns from ranking's topic which editions were closed. */
@Controller()
export class EditionConsumer {
  constructor(private readonly editions: KnownEditionStore) {}

  /** An edition was closed or, with a tombstone, removed; the next planning finds it. */
  @OnEvent(consumers.mailerEditions, editionClosed)
  async onEditionClosed(event: ReceivedEvent<EditionState>): Promise<void> {
    if (event.data === null) await this.editions.forget(event.key);
    else await this.editions.keep(event.data);
  }
}
