import { type Cadence } from '@paperboy/contracts';
import type { Redis } from 'ioredis';
import type { Trending } from '../formula/trending.js';
import { applyScript } from './apply.script.js';
import { type Card, cardSchema } from './card.js';
import { Script } from './lua-script.store.js';
import { NEWEST_SCRIPT, PAGE_SCRIPT, STANDING_SCRIPT, VERSION_SCRIPT } from './read.script.js';
import type { StateChange } from './state-change.js';
import { countsNow, unpackVote, type VoteEntry } from './vote-entry.js';

/** Where a batch stands on Kafka: it is applied only on top of `first`. */
export interface Span {
  /** `topic/partition`. */
  source: string;
  first: bigint;
  next: bigint;
}

/** What became of a batch; `moved`: the stored offset or generation is another one, nothing was changed. */
export type Applied = 'done' | 'moved';

/** A paper as a list has it. */
export interface ListedPaper {
  id: string;
  card: Card;
  upvotes: number;
  comments: number;
  /** Trending score, where the paper has one. */
  score?: number;
  /** Name and handle of who submitted it, when known. */
  submitter?: { handle: string; name: string };
}

/** All that Redis holds of a paper. */
export interface KnownPaper extends Pick<ListedPaper, 'id' | 'card' | 'upvotes' | 'comments'> {
  /** Whether a person submitted it, and not the feed. */
  byPerson: boolean;
  /** The fields of `x:<paper>`, as apply.script.ts describes them. */
  figures: Readonly<Record<string, string>>;
}

/** One page of a list as of one moment. */
export interface ListPage {
  /** Changes with everything that the list shows; undefined when Redis holds no lists. */
  version?: string;
  total: number;
  papers: ListedPaper[];
  /** Some of the history has not been read yet. */
  rebuilding: boolean;
}

/** The newest periods that have papers, the newest first, as of one moment. */
export interface NewestPeriods {
  /** Changes with each of their lists; empty when Redis holds no lists. */
  version: string;
  rebuilding: boolean;
  periods: { name: string; papers: number }[];
}

/** The numbers of one paper, wherever it stands. */
export interface PaperStanding {
  paperId: string;
  upvotes: number;
  comments: number;
  /** Whether the person's vote is among the upvotes; absent when no person was asked for. */
  included?: boolean;
}

/** Which part of a list: all of it, one category, or one submitter by handle. */
export type Scope = '' | `c:${string}` | `s:${string}`;

const UNLIMITED = 1_000_000_000;

/** The live lists in Redis: changed by one script, read by another, both all or nothing. */
export class RankingState {
  readonly #apply: Script;
  readonly #page = new Script(PAGE_SCRIPT);
  readonly #version = new Script(VERSION_SCRIPT);
  readonly #newest = new Script(NEWEST_SCRIPT);
  readonly #standing = new Script(STANDING_SCRIPT);

  constructor(
    readonly redis: Redis,
    /** What every key begins with. */
    readonly root: string,
    trending: Trending,
  ) {
    this.#apply = new Script(applyScript(trending));
  }

  /** Applies a batch with its offsets, to the current generation or to the one that is being filled. */
  async apply(span: Span, changes: readonly StateChange[], filling = ''): Promise<Applied> {
    const { source, first, next } = span;
    return this.#run(filling, source, String(first), String(next), changes);
  }

  /**
   * Applies changes that come from nowhere on Kafka; false when there are no lists to change. A generation that is
   * being filled gets them too: it may have read already what they move.
   */
  async change(changes: readonly StateChange[]): Promise<boolean> {
    const filling = await this.redis.get(`${this.root}filling`);
    // That one first: if it becomes the current one in between, it gets them twice, and not never.
    if (filling !== null) await this.#run(filling, '', '', '', changes);
    return (await this.#run('', '', '', '', changes)) === 'done';
  }

  /** The version of a list; empty when Redis holds no lists. */
  async version(list: string): Promise<{ version: string; rebuilding: boolean }> {
    const [version = '', rebuilding] = (await this.#version.run(this.redis, this.root, list)) as string[];
    return { version, rebuilding: rebuilding !== '' };
  }

  /** The newest periods with papers, down to the first that has `enough` of them; `most` at the most. */
  async newest(cadence: Cadence, enough: number, most: number): Promise<NewestPeriods> {
    const answer = await this.#newest.run(this.redis, this.root, cadence, enough, most);
    const [version = '', rebuilding = '', ...found] = (answer as (string | number)[]).map(String);
    const periods: NewestPeriods['periods'] = [];
    for (let at = 0; at < found.length; at += 2)
      periods.push({ name: found[at] ?? '', papers: Number(found[at + 1]) });
    return { version, rebuilding: rebuilding !== '', periods };
  }

  /** Those of these days that an operator closed early, with the moment. */
  async earlyDays(days: readonly string[]): Promise<Map<string, number>> {
    if (days.length === 0) return new Map();
    const cutoffs = await this.redis.hmget(`${this.root}early`, ...days);
    return new Map(
      days.flatMap((day, at): [string, number][] => {
        const cutoff = cutoffs[at];
        return typeof cutoff === 'string' ? [[day, Number(cutoff)]] : [];
      }),
    );
  }

  /** Where a member (`submitted|id`, on the new list `arrival|id`) stands on a list, from 1, and how many there are. */
  async rankOf(list: string, member: string): Promise<{ rank?: number; total: number }> {
    const key = `${await this.prefix()}l:${list}`;
    const [rank, total] = await this.pipelined([
      ['zrank', key, member],
      ['zcard', key],
    ]);
    return { ...(rank === null ? {} : { rank: Number(rank) + 1 }), total: Number(total) };
  }

  /** Where a member would stand with another score, from 1. */
  async rankWith(list: string, member: string, score: number): Promise<number> {
    const key = `${await this.prefix()}l:${list}`;
    const [before, equal] = await this.pipelined([
      ['zcount', key, '-inf', `(${score}`],
      ['zrangebyscore', key, score, score],
    ]);
    return 1 + Number(before) + (equal as string[]).filter((other) => other < member).length;
  }

  /** The ids of all papers of a list, in its order. */
  async ids(list: string): Promise<string[]> {
    const members = await this.redis.zrange(`${await this.prefix()}l:${list}`, '0', '-1');
    return members.map((member) => member.slice(member.indexOf('|') + 1));
  }

  /** One page of a list: `day:2026-11-22`, `week:...`, `month:...`, `trending` or `new`. */
  async page(list: string, scope: Scope, first: number, count: number, most = UNLIMITED): Promise<ListPage> {
    const last = first + count - 1;
    const answer = await this.#page.run(this.redis, this.root, list, scope, first, last, most);
    const [generation, version, total, rows, rebuilding] = answer as [
      string,
      string,
      number,
      string[][],
      string,
    ];
    if (generation === '') return { total: 0, papers: [], rebuilding: true };
    return { version, total, papers: rows.flatMap(listedPaper), rebuilding: rebuilding !== '' };
  }

  /**
   * Upvotes and comments of papers as of one moment, and for a person whether their vote is among the upvotes; papers
   * without any have zeros.
   */
  async standing(ids: readonly string[], person = ''): Promise<PaperStanding[]> {
    const answer = (await this.#standing.run(this.redis, this.root, person, ...ids)) as (string | null)[][];
    return ids.map((paperId, at) => {
      const [upvotes, comments, vote] = answer[at] ?? [];
      const included = vote ? countsNow(unpackVote(vote)) : false;
      return {
        paperId,
        upvotes: Number(upvotes ?? 0),
        comments: Number(comments ?? 0),
        ...(person === '' ? {} : { included }),
      };
    });
  }

  /** What is known of papers; undefined for those that no list holds. */
  async papers(ids: readonly string[]): Promise<(KnownPaper | undefined)[]> {
    const prefix = await this.prefix();
    const answers = await this.pipelined(
      ids.flatMap((id) => [
        ['get', `${prefix}p:${id}`],
        ['hgetall', `${prefix}x:${id}`],
      ]),
    );
    return ids.map((id, at) => {
      const card = answers[2 * at] as string | null;
      const figures = answers[2 * at + 1] as Record<string, string>;
      if (card === null) return undefined;
      return {
        id,
        card: cardSchema.parse(JSON.parse(card)),
        byPerson: figures.d?.split('|')[4] === '1',
        upvotes: Number(figures.u ?? 0),
        comments: Number(figures.n ?? 0),
        figures,
      };
    });
  }

  /** The id of the person with a handle; the handle itself when nobody has it. */
  async personOf(handle: string): Promise<string> {
    return (await this.redis.hget(`${await this.prefix()}handles`, handle)) ?? handle;
  }

  /** Names and handles of people, as far as they are known. */
  async people(ids: readonly string[]): Promise<Map<string, { handle: string; name: string }>> {
    if (ids.length === 0) return new Map();
    const known = await this.redis.hmget(`${await this.prefix()}people`, ...ids);
    return new Map(
      ids.flatMap((id, at) => {
        const person = parsePerson(known[at] ?? '');
        return person ? [[id, person]] : [];
      }),
    );
  }

  /** Every vote of papers, with its history. */
  async votes(ids: readonly string[]): Promise<VoteEntry[][]> {
    const prefix = await this.prefix();
    const answers = await this.pipelined(ids.map((id) => ['hvals', `${prefix}v:${id}`]));
    return answers.map((packed) => (packed as string[]).map(unpackVote));
  }

  /** The periods of a cadence that have papers, the oldest first. */
  async periods(cadence: Cadence): Promise<string[]> {
    return this.redis.zrange(`${await this.prefix()}periods:${cadence}`, '0', '-1');
  }

  /** Those of these lists that have left Redis, their editions answering. */
  async settledOf(lists: readonly string[]): Promise<string[]> {
    const prefix = await this.prefix();
    const answers = await this.pipelined(lists.map((list) => ['sismember', `${prefix}settled`, list]));
    return lists.filter((_, at) => answers[at] === 1);
  }

  /** The period with papers next to a name: the newest before it, or the oldest after it. */
  async periodBeside(cadence: Cadence, name: string, step: -1 | 1): Promise<string | undefined> {
    const key = `${await this.prefix()}periods:${cadence}`;
    const found =
      step < 0
        ? await this.redis.zrevrangebylex(key, `(${name}`, '-', 'LIMIT', 0, 1)
        : await this.redis.zrangebylex(key, `(${name}`, '+', 'LIMIT', 0, 1);
    return found[0];
  }

  /** The stored offsets of a generation (the current one), by `topic/partition`. */
  async positions(generation?: string): Promise<Map<string, bigint>> {
    const current = generation ?? (await this.redis.get(`${this.root}current`));
    const stored = await this.redis.hgetall(`${this.root}g${current}:positions`);
    return new Map(Object.entries(stored).map(([source, offset]) => [source, BigInt(offset)]));
  }

  /** What every key of the current generation begins with. */
  async prefix(): Promise<string> {
    return `${this.root}g${(await this.redis.get(`${this.root}current`)) ?? ''}:`;
  }

  /** Sends commands in one go; the first error fails all. */
  async pipelined(commands: (string | number)[][]): Promise<unknown[]> {
    const answers = (await this.redis.pipeline(commands).exec()) ?? [];
    return answers.map(([error, answer]) => {
      if (error) throw error;
      return answer;
    });
  }

  async #run(
    filling: string,
    source: string,
    first: string,
    next: string,
    changes: readonly StateChange[],
  ): Promise<Applied> {
    const text = JSON.stringify(changes);
    const answer = await this.#apply.run(this.redis, this.root, filling, source, first, next, text);
    return (answer as string[])[0] === 'done' ? 'done' : 'moved';
  }
}

function listedPaper(row: string[]): ListedPaper[] {
  const [id = '', card = '', upvotes, comments, score, person] = row;
  // A card can't be missing while its paper is listed; if it ever is, the list without it beats no list.
  if (card === '') return [];
  const submitter = parsePerson(person ?? '');
  return [
    {
      id,
      card: cardSchema.parse(JSON.parse(card)),
      upvotes: Number(upvotes),
      comments: Number(comments),
      ...(score ? { score: Number(score) } : {}),
      ...(submitter ? { submitter } : {}),
    },
  ];
}

function parsePerson(packed: string): { handle: string; name: string } | undefined {
  const [, handle, name] = /^\d+\|([^|]*)\|(.*)$/s.exec(packed) ?? [];
  return handle === undefined || name === undefined ? undefined : { handle, name };
}
