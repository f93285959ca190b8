import { Injectable } from '@nestjs/common';
import { LiveLists } from '../live/live-lists.store.js';
import { PackedPapers, type PackedPlace } from './packed-papers.store.js';
import { Restorer } from './restorer.store.js';

/** Packed papers that are looked up in Redis at once. */
const CHUNK = 100;

/** Reads the trending list with its packed papers, to rank the papers of the past. */
@Injectable()
export class BestOfTrending {
  constructor(
    private readonly state: LiveLists,
    private readonly packed: PackedPapers,
    private readonly restorer: Restorer,
  ) {}

  /** The ids of the first `most` papers of trending by score, packed ones included. */
  async ids(most: number): Promise<string[]> {
    const places = await this.state.scores('trending', most);
    const generation = (await this.state.redis.get(`${this.state.root}current`)) ?? '';
    let some: PackedPlace[] = [];
    let packed = 0;
    const take = async () => {
      const there = await this.restorer.packedOf(generation, some);
      places.push(...there.map(({ paper, score }) => ({ id: paper, score })));
      packed += there.length;
      some = [];
    };
    for await (const place of this.packed.places(generation, '')) {
      if (packed + some.length >= most) break;
      some.push(place);
      if (some.length === CHUNK) await take();
    }
    await take();
    return places
      .sort((a, b) => b.score - a.score)
      .slice(0, most)
      .map(({ id }) => id);
  }
}
