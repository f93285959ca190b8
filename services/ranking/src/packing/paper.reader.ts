import { Injectable } from '@nestjs/common';
import type { PaperStanding } from '@paperboy/contracts';
import { LuaScript } from '@paperboy/platform';
import { type Card, cardSchema } from '../live/card.js';
import type { ListEntry } from '../live/list-entry.js';
import { LiveLists, type PackedInBatch } from '../live/live-lists.store.js';
import { PAPERS_SCRIPT, STANDING_SCRIPT, VOTES_SCRIPT } from '../live/paper.script.js';
import { countsNow, unpackVote, type VoteEntry } from '../live/vote-entry.js';
import type { PackedKey, PackedPaper } from './packed-paper.schema.js';
import { PackedPapers } from './packed-papers.store.js';
import { Restorer } from './restorer.store.js';

/** Everything that is kept of a paper, except its votes. */
export interface KeptPaper extends Pick<ListEntry, 'id' | 'card' | 'upvotes' | 'comments'> {
  /** Whether a person submitted it, and not the feed. */
  byPerson: boolean;
  /** The fields of `x:<paper>`, as apply.script.ts describes them. */
  figures: Readonly<Record<string, string>>;
}

/** What Redis answers for one paper. `token` is that of its document when it is packed, otherwise empty. */
interface Row {
  paper: string;
  token: string;
}

type Answer<R extends Row> = { generation: string; rows: R[] };
type Documents = ReadonlyMap<string, PackedPaper>;

/** Papers a script reads at once. */
const CHUNK = 100;

/** Reads single papers from Redis and, when they are packed, from MongoDB, all as of one moment. */
@Injectable()
export class PaperReader {
  readonly #standing = new LuaScript(STANDING_SCRIPT);
  readonly #papers = new LuaScript(PAPERS_SCRIPT);
  readonly #votes = new LuaScript(VOTES_SCRIPT);

  constructor(
    private readonly state: LiveLists,
    private readonly packed: PackedPapers,
    private readonly restorer: Restorer,
  ) {}

  /**
   * Upvotes and comments of papers as of one moment, and for a person whether their vote is among the upvotes; papers
   * without any have zeros.
   */
  async standing(ids: readonly string[], person = ''): Promise<PaperStanding[]> {
    const [rows, documents] = await this.whole(
      async () => {
        const [generation, answer] = await this.ask(this.#standing, person, ...ids);
        const numbers = answer as (string | null)[][];
        return {
          generation,
          rows: ids.map((paper, at) => {
            const [upvotes, comments, token, vote] = numbers[at] ?? [];
            // The numbers of a packed paper are still in Redis. Its document is read only for the vote of a person.
            return { paper, upvotes, comments, vote, token: person === '' ? '' : (token ?? '') };
          }),
        };
      },
      (generation, keys) => this.packed.withVoteOf(person, generation, keys),
    );
    return rows.map(({ paper, upvotes, comments, vote: inRedis }) => {
      const vote = documents.get(paper)?.votes?.[0]?.v ?? inRedis;
      return {
        paperId: paper,
        upvotes: Number(upvotes ?? 0),
        comments: Number(comments ?? 0),
        ...(person === '' ? {} : { included: vote ? countsNow(unpackVote(vote)) : false }),
      };
    });
  }

  /** What is known of papers; undefined for those that no list holds. */
  async papers(ids: readonly string[]): Promise<(KeptPaper | undefined)[]> {
    const known: (KeptPaper | undefined)[] = [];
    for (let at = 0; at < ids.length; at += CHUNK) {
      const some = ids.slice(at, at + CHUNK);
      const [rows, documents] = await this.whole(
        async () => {
          const [generation, answer] = await this.ask(this.#papers, ...some);
          return {
            generation,
            rows: (answer as [string, string[]][]).map((row, n) => figuresOf(some[n], row)),
          };
        },
        (generation, keys) => this.packed.withoutVotes(generation, keys),
      );
      for (const row of rows) known.push(knownPaper(row, documents.get(row.paper)));
    }
    return known;
  }

  /** Every vote of papers, with its history. */
  async votes(ids: readonly string[]): Promise<VoteEntry[][]> {
    const [rows, documents] = await this.whole(
      async () => {
        // One paper for each run of the script: the votes of all of them in one run would block Redis.
        const answers = await Promise.all(
          ids.map(
            async (paper) =>
              [paper, await this.#votes.run(this.state.redis, this.state.root, paper)] as [
                string,
                [string, string, string[]],
              ],
          ),
        );
        const rows = answers.map(([paper, [, token, votes]]) => ({ paper, token, votes }));
        return { generation: answers[0]?.[1][0] ?? '', rows };
      },
      (generation, keys) => this.packed.whole(generation, keys),
    );
    return rows.map(({ paper, votes }) =>
      (documents.get(paper)?.votes.map(({ v }) => v) ?? votes).map(unpackVote),
    );
  }

  /** The cards of packed papers, as Redis would keep them, by paper. */
  async cards({ generation, papers }: PackedInBatch): Promise<Map<string, string>> {
    const documents = await this.packed.withoutVotes(generation, papers);
    const cards = new Map<string, string>();
    for (const { paper } of papers) {
      const card = documents.get(paper)?.card ?? (await this.cardNow(paper));
      if (card !== undefined) cards.set(paper, card);
    }
    return cards;
  }

  // For a paper that was restored, or read by a rebuild, since its list was read.
  private async cardNow(paper: string): Promise<string | undefined> {
    const [known] = await this.papers([paper]);
    return known && JSON.stringify(known.card satisfies Card);
  }

  /**
   * Reads rows from Redis and the documents of those that are packed. A document is missing when its paper has been
   * restored, or its generation dropped, in between: then everything is read again. Throws Problem 503
   * `packed-paper-lost` when the same document is missing twice in a row.
   */
  private async whole<R extends Row>(
    read: () => Promise<Answer<R>>,
    find: (generation: string, keys: readonly PackedKey[]) => Promise<Documents>,
  ): Promise<[R[], Documents]> {
    for (let missedBefore: string | undefined; ; ) {
      const { generation, rows } = await read();
      const keys = rows.filter(({ token }) => token !== '');
      const documents = await find(generation, keys);
      const missing = keys.find(({ paper }) => !documents.has(paper));
      if (!missing) return [rows, documents];
      if (missedBefore === missing.token) return await this.restorer.lost(generation, missing);
      missedBefore = missing.token;
    }
  }

  private async ask(script: LuaScript, ...args: string[]): Promise<[generation: string, rows: unknown[]]> {
    const { redis, root } = this.state;
    const [generation, ...rows] = (await script.run(redis, root, ...args)) as [string, ...unknown[]];
    return [generation, rows];
  }
}

function figuresOf(paper = '', [card, flat]: [string, string[]]) {
  const figures: Record<string, string> = {};
  for (let at = 0; at < flat.length; at += 2) figures[flat[at] ?? ''] = flat[at + 1] ?? '';
  return { paper, card, figures, token: figures.z ?? '' };
}

function knownPaper(
  { paper, card: own, figures: left }: ReturnType<typeof figuresOf>,
  packed: PackedPaper | undefined,
): KeptPaper | undefined {
  const card = packed ? packed.card : own;
  if (!card) return undefined;
  const figures = { ...left, ...packed?.blocks };
  return {
    id: paper,
    card: cardSchema.parse(JSON.parse(card)),
    byPerson: figures.d?.split('|')[4] === '1',
    upvotes: Number(figures.u ?? 0),
    comments: Number(figures.n ?? 0),
    figures,
  };
}
