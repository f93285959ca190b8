import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectRedis } from '@paperboy/platform';
import { waitFor } from '@paperboy/testing';
import type { Redis } from 'ioredis';
import { freePort } from '../../deploy/local/machine/free-port.js';
import { memoryOfTree } from '../../deploy/local/machine/memory.js';
import { startRedis } from '../../deploy/local/parts/redis.js';
import { partsDir } from '../../deploy/local/paths.js';
import { guard } from '../../deploy/local/processes/guard.js';
import { Trending } from '../../services/ranking/src/formula/trending.js';
import { LiveLists } from '../../services/ranking/src/live/live-lists.store.js';
import type { StateChange } from '../../services/ranking/src/live/state-change.js';
import { short, sortable } from '../../services/ranking/src/live/vote-entry.js';
import { compared, type Findings } from './figures.js';

const FEW = 10_000;
const VOTES_OF_A_PAPER = 100;
const ROUNDS = 31;
/** Votes that a round applies, one run of the script each, or all in one run as under load. */
const IN_A_ROUND = 400;
const CHUNK = 250;
/** Votes that are timed go to so many papers, so that what the votes of one run share is the same for both. */
const VOTED_FOR = FEW / VOTES_OF_A_PAPER;
const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-11-22T12:00:00Z');

/** What a vote costs, applied by ranking's own script, among ten thousand votes and among many. */
export async function growthBench(many: number): Promise<Findings> {
  const dataDir = await mkdtemp(join(tmpdir(), 'paperboy-bench-'));
  guard.addTemporary(dataDir);
  const part = await startRedis({ dataDir, partsDir, port: await freePort() }, {});
  const redis = connectRedis(part.address);
  try {
    await waitFor(() => redis.status === 'ready');
    const small = await Filled.among(redis, 'small:', FEW);
    const large = await Filled.among(redis, 'large:', many);
    const kinds = (['newest', 'all'] as const).flatMap((papers) =>
      [1, CHUNK].map((inARun) => ({ papers, inARun, rounds: [] as { ours: number; bare: number }[] })),
    );
    for (let round = 0; round < ROUNDS; round++) {
      for (const { papers, inARun, rounds } of kinds)
        rounds.push({ bare: await small.cost(papers, inARun), ours: await large.cost(papers, inARun) });
    }
    const used = Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1] ?? 0);
    return {
      figures: kinds.map(({ papers, inARun, rounds }) =>
        compared({ name: nameOf(papers, inARun), unit: 'µs', aim: 'ratio 1.3 or less' }, rounds),
      ),
      memory: { 'redis data': used / 1_000_000, 'this process': memoryOfTree() / 1_000_000 },
      notes: [
        `"ours" among ${many} votes for ${many / VOTES_OF_A_PAPER} papers, "bare" among ${FEW}; ${ROUNDS} interleaved rounds.`,
      ],
    };
  } finally {
    redis.disconnect();
    await part.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** The live lists after so many votes. */
class Filled {
  private next = 0;

  private constructor(
    private readonly state: LiveLists,
    private readonly papers: number,
  ) {}

  /** Papers and every vote go in through ranking's script, with the layout that it makes. */
  static async among(redis: Redis, root: string, votes: number): Promise<Filled> {
    const state = new LiveLists(redis, root, new Trending({ halfLifeHours: 24, commentWeight: 0.5 }));
    await redis.set(`${root}current`, '1');
    const papers = Math.ceil(votes / VOTES_OF_A_PAPER);
    const filled = new Filled(state, papers);
    await filled.inChunks(papers, (nth) => paper(nth));
    await filled.inChunks(papers * VOTES_OF_A_PAPER, (nth) => {
      const at = Math.floor(nth / VOTES_OF_A_PAPER);
      return vote(at, `p${nth % VOTES_OF_A_PAPER}`, submittedAt(at) + (nth % VOTES_OF_A_PAPER) * 600_000);
    });
    return filled;
  }

  /** Microseconds per vote, so many in each run of the script; for the newest papers, or for some of every age. */
  async cost(papers: 'newest' | 'all', inARun: number): Promise<number> {
    const apart = papers === 'newest' ? 1 : this.papers / VOTED_FOR;
    const begin = performance.now();
    for (let done = 0; done < IN_A_ROUND; done += inARun) {
      const changes = Array.from({ length: inARun }, () => {
        const nth = this.next++;
        return vote(Math.floor((nth % VOTED_FOR) * apart), `n${nth}`, NOW + nth);
      });
      await this.state.change(changes);
    }
    return ((performance.now() - begin) * 1000) / (Math.ceil(IN_A_ROUND / inARun) * inARun);
  }

  private async inChunks(count: number, change: (nth: number) => StateChange): Promise<void> {
    for (let from = 0; from < count; from += CHUNK) {
      const length = Math.min(CHUNK, count - from);
      await this.state.change(Array.from({ length }, (_, at) => change(from + at)));
    }
  }
}

function nameOf(papers: 'newest' | 'all', inARun: number): string {
  const which = papers === 'newest' ? "for one of today's papers" : 'for a paper of any age';
  return inARun === 1 ? `a vote ${which}` : `a vote ${which}, in a batch of ${inARun}`;
}

/** A hundred papers a day, the newest first. */
function submittedAt(nth: number): number {
  return NOW - Math.floor(nth / 100) * DAY_MS - (nth % 100) * 60_000;
}

function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

function paper(nth: number): StateChange {
  const at = submittedAt(nth);
  // Which week or month it is does not matter here, only that the lists are as long as in life.
  const week = `w${Math.floor(at / (7 * DAY_MS))}`;
  const month = dayOf(at).slice(0, 7);
  const card = JSON.stringify({ title: `Paper ${nth}`, summary: 'Lanterns', authors: ['Ada Quill'] });
  const [day, next] = [dayOf(at), dayOf(at + DAY_MS)];
  const place = [day, week, month, next, week, month, sortable(at), at, 1, 'person'] as const;
  return ['paper', paperId(nth), 1, card, at, sortable(at), 'cs.LG,cs.CL', false, [...place]];
}

function vote(nth: number, person: string, at: number): StateChange {
  return ['vote', paperId(nth), person, 1, '1', short(at)];
}

function paperId(nth: number): string {
  return `2611.${String(nth).padStart(6, '0')}`;
}
