import { Injectable } from '@nestjs/common';
import type { Cadence } from '@paperboy/contracts';
import { LuaScript } from '@paperboy/platform';
import { LiveLists } from './live-lists.store.js';
import { NEWEST_SCRIPT } from './read.script.js';

/** The newest periods that have papers, the newest first, as of one moment. */
export interface NewestPeriods {
  /** Changes with each of their lists; empty when Redis holds no lists. */
  version: string;
  rebuilding: boolean;
  periods: { name: string; papers: number }[];
}

/** Tells which periods have lists in Redis, how large these are, and which ones were closed early or have left. */
@Injectable()
export class PeriodsReader {
  readonly #newest = new LuaScript(NEWEST_SCRIPT);

  constructor(private readonly lists: LiveLists) {}

  /** The periods of a cadence that have papers, the oldest first. */
  async withPapers(cadence: Cadence): Promise<string[]> {
    return this.lists.redis.zrange(`${await this.lists.prefix()}periods:${cadence}`, '0', '-1');
  }

  /** The newest periods with papers, down to the first that has `enough` of them; at most `most` periods. */
  async newest(cadence: Cadence, enough: number, most: number): Promise<NewestPeriods> {
    const answer = await this.#newest.run(this.lists.redis, this.lists.root, cadence, enough, most);
    const [version = '', rebuilding = '', ...found] = (answer as (string | number)[]).map(String);
    const periods: NewestPeriods['periods'] = [];
    for (let at = 0; at < found.length; at += 2)
      periods.push({ name: found[at] ?? '', papers: Number(found[at + 1]) });
    return { version, rebuilding: rebuilding !== '', periods };
  }

  /** The period with papers next to a name: the newest before it, or the oldest after it. */
  async beside(cadence: Cadence, name: string, step: -1 | 1): Promise<string | undefined> {
    const key = `${await this.lists.prefix()}periods:${cadence}`;
    const found =
      step < 0
        ? await this.lists.redis.zrevrangebylex(key, `(${name}`, '-', 'LIMIT', 0, 1)
        : await this.lists.redis.zrangebylex(key, `(${name}`, '+', 'LIMIT', 0, 1);
    return found[0];
  }

  /** Those of these days that an operator closed early, with the moment. */
  async earlyDays(days: readonly string[]): Promise<Map<string, number>> {
    if (days.length === 0) return new Map();
    const cutoffs = await this.lists.redis.hmget(`${this.lists.root}early`, ...days);
    return new Map(
      days.flatMap((day, at): [string, number][] => {
        const cutoff = cutoffs[at];
        return typeof cutoff === 'string' ? [[day, Number(cutoff)]] : [];
      }),
    );
  }

  /** The lists among these that have left Redis; their editions answer. */
  async settledOf(lists: readonly string[]): Promise<string[]> {
    const prefix = await this.lists.prefix();
    const answers = await this.lists.pipelined(lists.map((list) => ['sismember', `${prefix}settled`, list]));
    return lists.filter((_, at) => answers[at] === 1);
  }

  /** How many papers each of these lists has in Redis. */
  async sizes(lists: readonly string[]): Promise<number[]> {
    const prefix = await this.lists.prefix();
    const counts = await this.lists.pipelined(lists.map((list) => ['zcard', `${prefix}l:${list}`]));
    return counts.map(Number);
  }
}
