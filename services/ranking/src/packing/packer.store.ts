import { randomBytes } from 'node:crypto';
import { type Clock, LuaScript, metrics } from '@paperboy/platform';
import type { LiveLists } from '../live/live-lists.store.js';
import { FIELD } from '../live/paper-fields.js';
import { type Room, TRENDING_KEPT } from '../live/room.js';
import type { PackedPaper } from './packed-paper.schema.js';
import type { PackedPapers } from './packed-papers.store.js';
import { commitScript, markScript } from './packing.script.js';

/** The papers of one run of a script, which may block Redis for a few milliseconds at most. */
const CHUNK = 50;
/** The most votes in the documents of one command to MongoDB. A paper that has more is written alone. */
const VOTES_AT_ONCE = 10_000;
/** Votes that one command reads of a paper with many. */
const VOTES_OF_A_SCAN = 1_000;
/** A paper whose document would be larger than this stays in Redis (MongoDB takes 16 MiB). */
const MOST_BYTES = 8_000_000;
/** What a vote takes in a document in addition to its texts. */
const BYTES_OF_A_VOTE = 30;

const packedPapers = metrics.counter({
  name: 'paperboy_packed_papers_total',
  help: 'Papers whose votes and card went from Redis to MongoDB.',
});

/** Papers that are marked, with the number of their votes. */
export interface Marked {
  token: string;
  votesOf: ReadonlyMap<string, number>;
}

/**
 * Packs papers whose weight is spent: moves their votes, cards and blocks from Redis to MongoDB. First a mark is set,
 * which every change of the paper removes. Then the documents are written. Last, the content of the papers that still
 * have the mark is deleted from Redis. A crash anywhere leaves a mark or a document without effect.
 */
export class Packer {
  readonly #mark: LuaScript;
  readonly #commit: LuaScript;

  constructor(
    private readonly state: LiveLists,
    private readonly packed: PackedPapers,
    private readonly clock: Clock,
    kept: Room = TRENDING_KEPT,
  ) {
    this.#mark = new LuaScript(markScript(kept));
    this.#commit = new LuaScript(commitScript(kept));
  }

  /** Packs those of these papers that may leave; answers their ids. */
  async pack(generation: string, ids: readonly string[]): Promise<string[]> {
    const packed: string[] = [];
    for (let at = 0; at < ids.length; at += CHUNK) {
      const { token, votesOf } = await this.mark(generation, ids.slice(at, at + CHUNK));
      for (const some of portions(votesOf)) {
        const written = await this.write(generation, token, some);
        packed.push(...(await this.commit(generation, token, written)));
      }
    }
    return packed;
  }

  /** The first step: marks those papers that may leave. */
  async mark(generation: string, ids: readonly string[]): Promise<Marked> {
    const { redis, root } = this.state;
    const token = randomBytes(9).toString('base64url');
    const answer = (await this.#mark.run(redis, root, generation, token, ...ids)) as (string | number)[];
    const votesOf = new Map<string, number>();
    for (let at = 0; at < answer.length; at += 2) votesOf.set(String(answer[at]), Number(answer[at + 1]));
    return { token, votesOf };
  }

  /** The second step: writes their documents; answers the papers that have one. */
  async write(generation: string, token: string, ids: readonly string[]): Promise<string[]> {
    const documents: PackedPaper[] = [];
    for (const id of ids) {
      const document = await this.read(generation, token, id);
      if (document) documents.push(document);
    }
    await this.packed.write(generation, documents, this.clock.now());
    return documents.map(({ paper }) => paper);
  }

  /** The third step: deletes from Redis what the documents hold, of papers that still have the mark; answers these. */
  async commit(generation: string, token: string, ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const { redis, root } = this.state;
    const packed = (await this.#commit.run(redis, root, generation, token, ...ids)) as string[];
    packedPapers.inc(packed.length);
    return packed;
  }

  // Not in one atomic step: a paper that changes in between loses its mark, and then this document is not used.
  private async read(generation: string, token: string, paper: string): Promise<PackedPaper | undefined> {
    const { redis, root } = this.state;
    const prefix = `${root}g${generation}:`;
    const votes = new Map<string, string>();
    let bytes = 0;
    let cursor = '0';
    do {
      const [next, flat] = await redis.hscan(`${prefix}v:${paper}`, cursor, 'COUNT', VOTES_OF_A_SCAN);
      cursor = next;
      for (let at = 0; at < flat.length; at += 2) {
        const [person = '', vote = ''] = flat.slice(at, at + 2);
        if (!votes.has(person)) bytes += person.length + vote.length + BYTES_OF_A_VOTE;
        votes.set(person, vote);
      }
      if (bytes > MOST_BYTES) return undefined;
    } while (cursor !== '0');
    const [card, figures] = await Promise.all([
      redis.get(`${prefix}p:${paper}`),
      redis.hgetall(`${prefix}x:${paper}`),
    ]);
    return {
      paper,
      token,
      ...(card === null ? {} : { card }),
      blocks: Object.fromEntries(Object.entries(figures).filter(([field]) => field.startsWith(FIELD.block))),
      votes: [...votes].map(([p, v]) => ({ p, v })),
      ...placesOf(paper, figures),
    };
  }
}

function placesOf(
  paper: string,
  { d, g = '', t, w }: Record<string, string>,
): Pick<PackedPaper, 'scopes' | 'score' | 'member'> {
  if (d === undefined || t === undefined || w === '1') return { scopes: [] };
  const categories = g.split(',').filter((category) => category !== '');
  return {
    scopes: ['', ...categories.map((category) => `:c:${category}`)],
    score: Number(t),
    member: `${d.split('|')[3]}|${paper}`,
  };
}

/** Divides papers into portions of at most VOTES_AT_ONCE votes, or of one paper with more. */
function* portions(votesOf: ReadonlyMap<string, number>): Generator<string[]> {
  let some: string[] = [];
  let sum = 0;
  for (const [id, votes] of votesOf) {
    if (some.length > 0 && sum + votes > VOTES_AT_ONCE) {
      yield some;
      [some, sum] = [[], 0];
    }
    some.push(id);
    sum += votes;
  }
  if (some.length > 0) yield some;
}
