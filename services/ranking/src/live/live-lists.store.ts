import { LuaScript } from '@paperboy/platform';
import type { Redis } from 'ioredis';
import type { Trending } from '../formula/trending.js';
import { applyScript } from './apply.script.js';
import { type ListEntry, listedPaper, parsePerson, tokenOf } from './list-entry.js';
import { CHOSEN_SCRIPT, ORDER_SCRIPT, PAGE_SCRIPT, VERSION_SCRIPT } from './read.script.js';
import { NEW_KEPT, type Room } from './room.js';
import type { StateChange } from './state-change.js';

/** The offsets of a batch. It is applied only if `first` is the stored position. */
export interface Span {
  /** `topic/partition`. */
  source: string;
  first: bigint;
  next: bigint;
}

/** Papers of a generation that are packed, each with the token of its document (packing.script.ts). */
export interface PackedInBatch {
  generation: string;
  papers: { paper: string; token: string }[];
}

/**
 * The outcome of a batch. Nothing changed for `moved` (the stored offset or generation is another one) and when the
 * batch touches packed papers, which have to be restored first.
 */
export type Applied = 'done' | 'moved' | PackedInBatch;

/** One page of a list as of one moment. */
export interface ListPage {
  /** Changes with everything that the list shows; undefined when Redis holds no lists. */
  version?: string;
  total: number;
  papers: ListEntry[];
  /** The first ids of the list, as many as were asked for. */
  before: string[];
  /** Some of the history has not been read yet. */
  rebuilding: boolean;
}

/** Which part of a list: all of it, one category, or one submitter by handle. */
export type Scope = '' | `c:${string}` | `s:${string}`;

/** Gives the cards of packed papers, as Redis keeps them, by paper. */
export type CardsOf = (away: PackedInBatch) => Promise<ReadonlyMap<string, string>>;

const UNLIMITED = 1_000_000_000;
const NO_CARDS: CardsOf = async () => new Map();

/** The live lists in Redis. One script changes them and another one reads them, both atomically. */
export class LiveLists {
  readonly #apply: LuaScript;
  readonly #page = new LuaScript(PAGE_SCRIPT);
  readonly #order = new LuaScript(ORDER_SCRIPT);
  readonly #chosen = new LuaScript(CHOSEN_SCRIPT);
  readonly #version = new LuaScript(VERSION_SCRIPT);

  constructor(
    readonly redis: Redis,
    /** The prefix of every key. */
    readonly root: string,
    trending: Trending,
    newKept: Room = NEW_KEPT,
  ) {
    this.#apply = new LuaScript(applyScript(trending, newKept));
  }

  /** Applies a batch with its offsets, to the current generation or to the one that is being filled. */
  async apply(span: Span, changes: readonly StateChange[], filling = ''): Promise<Applied> {
    const { source, first, next } = span;
    return this.#run(filling, source, String(first), String(next), changes);
  }

  /**
   * Applies changes that do not come from Kafka; false when there are no lists. A generation that is being filled gets
   * them too, since it may already hold the papers that they move.
   */
  async change(changes: readonly StateChange[]): Promise<boolean> {
    const filling = await this.redis.get(`${this.root}filling`);
    // The new generation comes first: if it becomes current in between, it gets the changes twice instead of never.
    if (filling !== null) await this.#run(filling, '', '', '', changes);
    return (await this.#run('', '', '', '', changes)) === 'done';
  }

  /** The version of a list; empty when Redis holds no lists. */
  async version(list: string): Promise<{ version: string; rebuilding: boolean }> {
    const [version = '', rebuilding] = (await this.#version.run(this.redis, this.root, list)) as string[];
    return { version, rebuilding: rebuilding !== '' };
  }

  /**
   * The rank of a member (`submitted|id`, on the new list `arrival|id`) on a list, from 1, and the size of the list.
   */
  async rankOf(list: string, member: string): Promise<{ rank?: number; total: number }> {
    const key = `${await this.prefix()}l:${list}`;
    const [rank, total] = await this.pipelined([
      ['zrank', key, member],
      ['zcard', key],
    ]);
    return { ...(rank === null ? {} : { rank: Number(rank) + 1 }), total: Number(total) };
  }

  /** The rank that a member would have with another score, from 1. */
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

  /** The first papers of a list with their scores, the highest first. */
  async scores(list: string, most: number): Promise<{ id: string; score: number }[]> {
    const flat = await this.redis.zrange(
      `${await this.prefix()}l:${list}`,
      '0',
      String(most - 1),
      'WITHSCORES',
    );
    const places: { id: string; score: number }[] = [];
    for (let at = 0; at < flat.length; at += 2) {
      const member = flat[at] ?? '';
      places.push({ id: member.slice(member.indexOf('|') + 1), score: -Number(flat[at + 1]) });
    }
    return places;
  }

  /**
   * One page of a list: `day:2026-11-22`, `week:...`, `month:...`, `trending` or `new`; with the first `before` ids of
   * the list. Only a submitter's trending and new lists hold packed papers; `cardsOf` gives their cards.
   */
  async page(
    list: string,
    scope: Scope,
    first: number,
    count: number,
    most = UNLIMITED,
    cardsOf = NO_CARDS,
    before = 0,
  ): Promise<ListPage> {
    const last = first + count - 1;
    const answer = await this.#page.run(this.redis, this.root, list, scope, first, last, most, before);
    return pageOf(answer, cardsOf);
  }

  /** Given papers of a list, in the order given. Those that are not on the list any more are left out. */
  async chosen(
    list: string,
    scope: Scope,
    ids: readonly string[],
    most = UNLIMITED,
    cardsOf = NO_CARDS,
  ): Promise<ListPage> {
    return pageOf(await this.#chosen.run(this.redis, this.root, list, scope, most, ...ids), cardsOf);
  }

  /** The ids of the first papers of a list. */
  async firstIds(list: string, scope: Scope, count: number, most = UNLIMITED): Promise<string[]> {
    return (await this.#order.run(this.redis, this.root, list, scope, most, count)) as string[];
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

  /** The stored offsets of a generation (the current one), by `topic/partition`. */
  async positions(generation?: string): Promise<Map<string, bigint>> {
    const current = generation ?? (await this.redis.get(`${this.root}current`));
    const stored = await this.redis.hgetall(`${this.root}g${current}:positions`);
    return new Map(Object.entries(stored).map(([source, offset]) => [source, BigInt(offset)]));
  }

  /** The prefix of every key of the current generation. */
  async prefix(): Promise<string> {
    return `${this.root}g${(await this.redis.get(`${this.root}current`)) ?? ''}:`;
  }

  /** Sends commands in one pipeline; answers their results. Throws the first error. */
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
    const [outcome, generation = '', ...packed] = answer as string[];
    if (outcome !== 'away') return outcome === 'done' ? 'done' : 'moved';
    const papers: PackedInBatch['papers'] = [];
    for (let at = 0; at < packed.length; at += 2)
      papers.push({ paper: packed[at] ?? '', token: packed[at + 1] ?? '' });
    return { generation, papers };
  }
}

async function pageOf(answer: unknown, cardsOf: CardsOf): Promise<ListPage> {
  const [generation, version, total, rows, rebuilding, before] = answer as [
    string,
    string,
    number,
    string[][],
    string,
    string[],
  ];
  if (generation === '') return { total: 0, papers: [], before: [], rebuilding: true };
  const papers = rows.flatMap(tokenOf);
  const cards = papers.length > 0 ? await cardsOf({ generation, papers }) : new Map<string, string>();
  return {
    version,
    total,
    papers: rows.flatMap((row) => listedPaper(row, cards)),
    before,
    rebuilding: rebuilding !== '',
  };
}
