import { LuaScript } from '@paperboy/platform';
import type { LiveLists } from '../live/live-lists.store.js';
import { type Room, TRENDING_KEPT, TRENDING_SHOWN } from '../live/room.js';
import { LOWER_FLOOR_SCRIPT, WHOLE_SCRIPT } from './floor.script.js';
import type { PackedPapers, PackedPlace } from './packed-papers.store.js';
import type { Restorer } from './restorer.store.js';

/**
 * Restores packed papers to a trending list that has become too short because many papers before them were withdrawn.
 * Until then the list ends where a packed paper would stand.
 */
export class Refiller {
  readonly #whole = new LuaScript(WHOLE_SCRIPT);
  readonly #lower = new LuaScript(LOWER_FLOOR_SCRIPT);

  constructor(
    private readonly state: LiveLists,
    private readonly packed: PackedPapers,
    private readonly restorer: Restorer,
    private readonly shown: Room = TRENDING_SHOWN,
    private readonly kept: Room = TRENDING_KEPT,
  ) {}

  /** Refills each trending list that papers have left and that has become too short. */
  async refill(generation: string): Promise<void> {
    const { redis, root } = this.state;
    const floors = await redis.hgetall(`${root}g${generation}:floors`);
    for (const scope of Object.keys(floors)) {
      if (scope !== 'left') await this.refillOne(generation, scope);
    }
  }

  private async refillOne(generation: string, scope: string): Promise<void> {
    const { redis, root } = this.state;
    const [shown, kept] =
      scope === '' ? [this.shown.all, this.kept.all] : [this.shown.scoped, this.kept.scoped];
    const [whole, left] = (await this.#whole.run(redis, root, generation, scope, kept)) as [number, string];
    if (whole >= shown) return;
    let floor: PackedPlace | undefined;
    let missing = kept - whole;
    for await (const place of this.packed.places(generation, scope)) {
      if ((await this.restorer.packedOf(generation, [place])).length === 0) continue;
      if (missing === 0) {
        floor = place;
        break;
      }
      await this.restorer.restore(generation, [place]);
      missing--;
    }
    const text = floor ? `${-floor.score}|${floor.member}` : '';
    await this.#lower.run(redis, root, generation, scope, left, text);
  }
}
