import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { queues } from '@paperboy/contracts';
import { HandleJob } from '@paperboy/messaging';
import { Log } from '@paperboy/platform';
import { GenerationStore } from '../generation/generation.store.js';
import { LiveLists } from '../live/live-lists.store.js';
import { Packer } from './packer.store.js';
import { Refiller } from './refiller.store.js';

/** One turn scans Redis in at most STEPS steps of some KEYS_OF_A_STEP keys each. */
const STEPS = 200;
const KEYS_OF_A_STEP = 250;

/** Walks through the papers of the current generation, some each turn, and packs those whose weight is spent. */
@Injectable()
export class PackingWorker implements OnModuleDestroy {
  private ended = false;

  constructor(
    private readonly state: LiveLists,
    private readonly generations: GenerationStore,
    private readonly packer: Packer,
    private readonly refiller: Refiller,
    private readonly log: Log,
  ) {}

  onModuleDestroy(): void {
    this.ended = true;
  }

  @HandleJob(queues.packPapers)
  async handlePackPapers(): Promise<void> {
    const generation = await this.generations.current();
    // Lists that are being read again still change. Packing lists that are about to be replaced is wasted work.
    if (generation === null || (await this.generations.rebuilding())) return;
    if ((await this.generations.filling()) !== null) return;
    const packed = await this.walk(generation);
    await this.refiller.refill(generation);
    if (packed > 0)
      this.log.info({ papers: packed, generation }, 'Papers that can no longer move on a list were packed.');
  }

  // The cursor is kept in Redis, so that any replica can take the next turn and go on from it.
  private async walk(generation: string): Promise<number> {
    const { redis, root } = this.state;
    const prefix = `${root}g${generation}:x:`;
    const [walked, stands] = (await redis.get(`${root}packing`))?.split(' ') ?? [];
    let cursor = walked === generation ? (stands ?? '0') : '0';
    let packed = 0;
    for (let step = 0; step < STEPS && !this.ended; step++) {
      const [next, keys] = await redis.scan(cursor, 'MATCH', `${prefix}*`, 'COUNT', KEYS_OF_A_STEP);
      const ids = keys.map((key) => key.slice(prefix.length));
      packed += (await this.packer.pack(generation, ids)).length;
      cursor = next;
      await redis.set(`${root}packing`, `${generation} ${cursor}`);
      if (cursor === '0') break;
    }
    return packed;
  }
}
