import { randomUUID } from 'node:crypto';
import { unavailable } from '@paperboy/platform';
import type { Redis } from 'ioredis';
import { END_TURN, TAKE_TURN } from './pace.script.js';

/** How fast a group of hosts may be asked. */
export interface Pace {
  /** Between two requests, in ms. */
  readonly everyMs: number;
  readonly requestsPerDay: number;
  /** Longer than any request takes. After this time another replica may ask although the turn was never ended. */
  readonly leaseMs: number;
}

/** What a host's answer says about our pace: nothing, that we ask too often, or that it can't answer for now. */
export type HostSaid = 'ok' | 'pause-all' | 'pause-host';

/** A turn to make one request, or the time to wait for one. */
export type Turn =
  | { readonly turn: true; readonly id: string }
  | { readonly turn: false; readonly waitMs: number; readonly why: 'turn' | 'pause' | 'budget' };

const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 60 * 60_000;

/**
 * Gives all replicas and commands turns to make a request: one at a time, one in each interval. Without Redis nobody
 * makes requests. A Redis that has lost its data costs one interval, and forgets pauses and the count of the day.
 */
export class PaceStore {
  constructor(
    private readonly redis: Redis,
    private readonly key: string,
    readonly pace: Pace,
    private readonly random: () => number = Math.random,
  ) {}

  /** Takes a turn for a host, or answers how long to wait for one. Throws Problem 503 while Redis is down. */
  async take(host: string): Promise<Turn> {
    const id = randomUUID();
    const { leaseMs, everyMs, requestsPerDay } = this.pace;
    const answer = await this.run(TAKE_TURN, id, host, leaseMs, everyMs, requestsPerDay);
    const [may, waitMs, why] = answer as [number, number, 'turn' | 'pause' | 'budget'];
    return may === 1 ? { turn: true, id } : { turn: false, waitMs, why };
  }

  /** Ends a turn. Answers the wait in ms before the next request to that host; 0 when it asked for no pause. */
  async end(id: string, host: string, said: HostSaid, wishMs?: number): Promise<number> {
    const waits = [FIRST_WAIT_MS, LONGEST_WAIT_MS, this.random()];
    return Number(await this.run(END_TURN, id, host, this.pace.everyMs, said, wishMs ?? -1, ...waits));
  }

  private async run(script: string, ...args: (string | number)[]): Promise<unknown> {
    try {
      return await this.redis.eval(script, 1, this.key, ...args);
    } catch (error) {
      throw unavailable(
        'pace-unknown',
        'Redis, which keeps the pace of requests, cannot be reached.',
        5,
        error,
      );
    }
  }
}
