import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ListAnswer } from '@paperboy/contracts';
import { KeptOrders } from '@paperboy/platform';
import type { ListEntry } from '../live/list-entry.js';
import { LiveLists, type Scope } from '../live/live-lists.store.js';
import { NEW_SHOWN, TRENDING_SHOWN } from '../live/room.js';
import { PaperReader } from '../packing/paper.reader.js';
import { HfShapeReader } from '../shape/hf-shape.reader.js';
import { ordered } from '../shape/order.js';
import type { ListQuery } from './list-query.js';
import { within } from './within.js';

/** The part of an answer that is read from Redis. */
export type LivePage = Pick<ListAnswer, 'rebuilding' | 'total' | 'items' | 'v'>;

/** Sorting a list differently, or filtering it twice, covers only its first papers, up to this number. */
export const WIDE = 5_000;
/** A page that begins beyond this number of papers begins no order. A reader who comes page by page has one already. */
const MOST_BEFORE = 1_000;

/** Papers in the current order, or in the order that a reader pages through. */
interface Found {
  readonly version?: string;
  readonly rebuilding: boolean;
  readonly total: number;
  readonly papers: readonly ListEntry[];
  readonly before: readonly string[];
}

/** Reads pages of the live lists, in the current order or in the order that a reader pages through. */
@Injectable()
export class LivePageReader {
  constructor(
    private readonly state: LiveLists,
    private readonly papers: PaperReader,
    private readonly shape: HfShapeReader,
    private readonly orders: KeptOrders,
  ) {}

  /** A page of a list in the current order. If there is a next page, this one begins an order, which `v` names. */
  async now(list: string, query: ListQuery): Promise<LivePage> {
    const { p, limit } = query;
    const [first, seen] = [p * limit, (p + 1) * limit];
    const begins = first <= MOST_BEFORE;
    const found = isWide(query)
      ? partOf(await this.all(list, query), first, limit)
      : await this.state.page(...this.span(list, query, first, limit), begins ? first : 0);
    const v =
      begins && seen < found.total && found.version !== undefined ? orderOf(found.version, seen) : undefined;
    const [items] = await Promise.all([
      this.shape.items(found.papers),
      v && this.orders.keep(nameOf(list, query, v), [...found.before, ...found.papers.map(({ id }) => id)]),
    ]);
    return { rebuilding: found.rebuilding, total: found.total, items, ...(v ? { v } : {}) };
  }

  /**
   * A page of the order that `v` names, with the current numbers and without the papers that have left the list.
   * Undefined when that order is not known.
   */
  async inOrder(list: string, query: ListQuery & { readonly v: string }): Promise<LivePage | undefined> {
    const { p, limit, v } = query;
    const scope = scopeOf(query);
    const most = mostShown(list, scope);
    const all = isWide(query) ? await this.all(list, query) : undefined;
    const page = await this.orders.page(nameOf(list, query, v), p * limit, limit, async (count) =>
      all ? all.papers.slice(0, count).map(({ id }) => id) : this.state.firstIds(list, scope, count, most),
    );
    if (page === undefined) return undefined;
    const found = all
      ? chosen(all, page.ids)
      : await this.state.chosen(list, scope, page.ids, most, (away) => this.papers.cards(away));
    // The list has left Redis since: its edition answers.
    if (found.total === 0) return undefined;
    const items = await this.shape.items(found.papers);
    const reached = page.more ? (p + 1) * limit + 1 : p * limit + page.ids.length;
    return { rebuilding: found.rebuilding, total: Math.max(found.total, reached), items, v };
  }

  /** The first WIDE papers of a list, filtered by category and sorted as the query asks. */
  private async all(list: string, query: ListQuery): Promise<Found> {
    const found = await this.state.page(...this.span(list, query, 0, WIDE));
    const papers = ordered(within(found.papers, query.category), query.sort);
    return { ...found, papers, total: papers.length };
  }

  private span(list: string, query: ListQuery, first: number, count: number) {
    const scope = scopeOf(query);
    const cardsOf: Parameters<LiveLists['page']>[5] = (away) => this.papers.cards(away);
    return [list, scope, first, count, mostShown(list, scope), cardsOf] as const;
  }
}

/** The name of the order that begins with the first `papers` papers of a version of a list. */
function orderOf(version: string, papers: number): string {
  return createHash('sha256').update(`${version} ${papers}`).digest('base64url').slice(0, 12);
}

function isWide({ sort, submitter, category }: ListQuery): boolean {
  return sort !== undefined || (submitter !== undefined && category !== undefined);
}

function scopeOf({ submitter, category }: ListQuery): Scope {
  if (submitter !== undefined) return `s:${submitter}`;
  return category === undefined ? '' : `c:${category}`;
}

/** The key of an order. It depends on the part of the list and not on the size of a page. */
function nameOf(list: string, { submitter, category, sort }: ListQuery, v: string): string {
  return [list, submitter, category, sort, v].join('|');
}

function partOf(found: Found, first: number, count: number): Found {
  return {
    ...found,
    papers: found.papers.slice(first, first + count),
    before: found.papers.slice(0, first).map(({ id }) => id),
  };
}

function chosen(found: Found, ids: readonly string[]): Found {
  const papers = new Map(found.papers.map((paper) => [paper.id, paper]));
  return { ...found, papers: ids.flatMap((id) => papers.get(id) ?? []) };
}

/** The most papers that a list shows; undefined without a limit. Of trending, a submitter's list has none. */
function mostShown(list: string, scope: Scope): number | undefined {
  if (list === 'new') return scope === '' ? NEW_SHOWN.all : NEW_SHOWN.scoped;
  if (list !== 'trending' || scope.startsWith('s:')) return undefined;
  return scope === '' ? TRENDING_SHOWN.all : TRENDING_SHOWN.scoped;
}
