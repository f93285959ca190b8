import { setTimeout as sleep } from 'node:timers/promises';
import type { Cast } from '../oracle/readings.js';
import type { Voter } from './clients.js';
import { type Loop, looping } from './loop.js';
import { type Answered, answerTo } from './readers.js';

/** Votes are sent by so many at once. */
const LANES = 4;

/** Submits papers in a person's name. */
export async function submitAll(url: string, { token }: Voter, papers: readonly string[]): Promise<void> {
  for (const paperId of papers) {
    const { status } = await answerTo(url, '/api/papers/submit', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ paperId }),
    });
    if (status !== 201) throw new Error(`Submitting ${paperId} answered ${status}.`);
  }
}

/** Gives one vote after the other, each person's for each paper once, and takes none back. */
export class Casters {
  readonly casts: Cast[] = [];
  /** Votes that were not taken. */
  readonly refused: Answered[] = [];
  private lanes: Loop[] = [];

  constructor(
    private readonly url: string,
    /** Who votes for what, in this order; taken from the front. */
    private readonly wishes: { voter: Voter; paperId: string }[],
  ) {}

  /** Casts so many votes as fast as can be. */
  async cast(count: number): Promise<void> {
    const wishes = this.wishes.splice(0, count);
    const lane = async () => {
      for (let wish = wishes.shift(); wish; wish = wishes.shift()) await this.one(wish);
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  }

  /** Goes on casting, with pauses, until told to stop. */
  start(pauseMs: number): void {
    this.lanes = Array.from({ length: LANES }, () =>
      looping(async () => {
        const wish = this.wishes.shift();
        if (!wish) throw new Error('There is nobody left who has not voted for everything.');
        await this.one(wish);
        await sleep(pauseMs);
      }),
    );
    for (const lane of this.lanes) lane.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.stop()));
  }

  private async one({ voter: { token }, paperId }: { voter: Voter; paperId: string }): Promise<void> {
    const answer = await answerTo(this.url, `/api/papers/${paperId}/upvote`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    const { startedAt, endedAt, status } = answer;
    if (status === 200) this.casts.push({ paperId, startedAt, endedAt });
    else this.refused.push(answer);
  }
}
