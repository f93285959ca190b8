import { Injectable } from '@nestjs/common';
import { type Cadence, type ListAnswer, type ListItem, type Period } from '@paperboy/contracts';
import { Calendar, Clock, editionId, Log, retriability } from '@paperboy/platform';
import { EditionStore } from '../edition/edition.store.js';
import type { ListEntry } from '../live/list-entry.js';
import { LiveLists } from '../live/live-lists.store.js';
import { PeriodsReader } from '../live/periods.reader.js';
import { PaperReader } from '../packing/paper.reader.js';
import { HfShapeReader } from '../shape/hf-shape.reader.js';
import { ordered } from '../shape/order.js';
import type { Version } from './list-cache.js';
import type { ListQuery } from './list-query.js';
import { type LivePage, LivePageReader, WIDE } from './live-page.reader.js';
import { within } from './within.js';

/** A paper of a list. On a closed list it has the current upvotes in addition to those at the cutoff. */
export type ListAnswerItem = ListAnswer['items'][number];

/** The period that is shown when none is asked for, the newest one if it is another, and the version of this choice. */
interface Newest {
  version: string;
  rebuilding: boolean;
  name?: string;
  newer?: { period: string; papers: number };
}

/** A period with fewer papers than this is shown only when no period of its cadence has enough. */
const ENOUGH: Record<Cadence, number> = { day: 3, week: 1, month: 1 };
/** How many of the newest periods in Redis are searched for one with enough papers. */
const LOOKED_AT = 10;

/** Reads lists: closed periods from their editions, everything else from the live lists. */
@Injectable()
export class ListReader {
  constructor(
    private readonly state: LiveLists,
    private readonly periods: PeriodsReader,
    private readonly pages: LivePageReader,
    private readonly papers: PaperReader,
    private readonly editions: EditionStore,
    private readonly calendar: Calendar,
    private readonly shape: HfShapeReader,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /**
   * Reads one page of a list: in the order that the query names, if it is known, otherwise in the order of the edition
   * or in the current order.
   */
  async read(query: ListQuery): Promise<ListAnswer> {
    const { list } = query;
    if (list === 'trending' || list === 'new')
      return { list, closed: false, ...((await this.kept(list, query)) ?? (await this.live(list, query))) };
    const newest = query.period === undefined ? await this.newest(list) : undefined;
    const name = query.period ?? newest?.name;
    if (name === undefined)
      return { list, closed: false, rebuilding: newest?.rebuilding ?? false, total: 0, items: [] };
    const period = { cadence: list, name };
    const { startsAt, endsAt } = this.calendar.bounds(period);
    const [previous, next] = await Promise.all([this.beside(period, -1), this.beside(period, 1)]);
    const about = {
      list,
      period: name,
      startsAt: new Date(startsAt).toISOString(),
      endsAt: new Date(endsAt).toISOString(),
      ...(previous === undefined ? {} : { previous }),
      ...(next === undefined ? {} : { next }),
      ...(newest?.newer ? { newer: newest.newer } : {}),
    };
    const kept = await this.kept(`${list}:${name}`, query);
    if (kept) return { ...about, closed: false, ...kept };
    const frozen = await this.frozen(period, endsAt, query);
    if (frozen) {
      const items = await this.withLiveNumbers(await this.shape.items(frozen.papers));
      return { ...about, closed: true, rebuilding: false, total: frozen.total, items, ...lost(query) };
    }
    return { ...about, closed: false, ...(await this.live(`${list}:${name}`, query)) };
  }

  /**
   * The version on which the bytes of a query's answer depend. Without a period it also covers the choice of the
   * period: it includes the versions of all lists that were read for the choice, and that of the chosen list.
   */
  async version({ list, period }: Pick<ListQuery, 'list' | 'period'>): Promise<Version> {
    if (list === 'trending' || list === 'new') return this.state.version(list);
    if (period !== undefined) return this.state.version(`${list}:${period}`);
    const { version, rebuilding, name } = await this.newest(list);
    if (version === '' || name === undefined) return { version, rebuilding };
    // The chosen list may have left Redis. Its version still changes when one of its papers is withdrawn.
    const shown = await this.state.version(`${list}:${name}`);
    return { version: `${version}.${name}.${shown.version}`, rebuilding };
  }

  /** A page in the order that the query names; undefined when it names none, or one that is not known. */
  private async kept(list: string, query: ListQuery): Promise<LivePage | undefined> {
    const { v } = query;
    return v === undefined ? undefined : this.pages.inOrder(list, { ...query, v });
  }

  /** A page in the current order. */
  private async live(list: string, query: ListQuery): Promise<LivePage> {
    return { ...(await this.pages.now(list, query)), ...lost(query) };
  }

  private async frozen(
    period: Period,
    endsAt: number,
    query: ListQuery,
  ): Promise<{ total: number; papers: ListEntry[] } | undefined> {
    const id = editionId(period);
    if (
      endsAt > this.clock.now().getTime() &&
      !(await this.periods.earlyDays([period.name])).has(period.name)
    )
      return undefined;
    const edition = await this.withoutMongo(() => this.editions.find(id));
    if (!edition) return undefined;
    const { p, limit, category, submitter, sort } = query;
    const listed = async (first: number, count: number): Promise<ListEntry[]> =>
      (await this.editions.papers(id, first, count)).map(({ paperId, ...entry }) => ({
        id: paperId,
        ...entry,
      }));
    if (category === undefined && submitter === undefined && sort === undefined) {
      return { total: edition.papers, papers: await listed(p * limit, limit) };
    }
    const by = submitter === undefined ? undefined : await this.state.personOf(submitter);
    const all = within(await listed(0, WIDE), category).filter(
      ({ card }) => by === undefined || card.submittedBy === by,
    );
    return { total: all.length, papers: ordered(all, sort).slice(p * limit, (p + 1) * limit) };
  }

  /**
   * Chooses the newest period with enough papers, from the lists in Redis or else from the editions. If there is none,
   * it chooses the newest period with any papers.
   */
  private async newest(cadence: Cadence): Promise<Newest> {
    const { version, rebuilding, periods } = await this.periods.newest(cadence, ENOUGH[cadence], LOOKED_AT);
    const [first] = periods;
    const enough = periods.find(({ papers }) => papers >= ENOUGH[cadence])?.name;
    const name =
      enough ??
      (await this.withoutMongo(() =>
        this.editions.beside(cadence, first?.name ?? '~', -1, { papers: ENOUGH[cadence] }),
      )) ??
      first?.name ??
      // With nothing in Redis only the editions know a period, so this one throws without MongoDB.
      (await this.editions.beside(cadence, '~', -1));
    const newer = first !== undefined && first.name !== name ? first : undefined;
    return {
      version,
      rebuilding,
      ...(name === undefined ? {} : { name }),
      ...(newer ? { newer: { period: newer.name, papers: newer.papers } } : {}),
    };
  }

  /** Adds the current upvotes and comments to the papers of a closed list. Its order and own upvotes stay. */
  private async withLiveNumbers(items: ListItem[]): Promise<ListAnswerItem[]> {
    if (items.length === 0) return items;
    const standings = await this.papers.standing(items.map(({ paper }) => paper.id));
    return items.map((item, at) => {
      const { upvotes, comments } = standings[at] ?? {
        upvotes: item.paper.upvotes,
        comments: item.numComments,
      };
      return { ...item, numComments: comments, liveUpvotes: upvotes };
    });
  }

  private async beside(period: Period, step: -1 | 1): Promise<string | undefined> {
    const { cadence, name } = period;
    const [live, frozen] = await Promise.all([
      this.periods.beside(cadence, name, step),
      this.withoutMongo(() => this.editions.beside(cadence, name, step)),
    ]);
    return later(live, frozen, step < 0 ? 1 : -1);
  }

  // Live lists are served without MongoDB. What only MongoDB knows is left out while it is down.
  private async withoutMongo<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      if (retriability(error) !== 'retriable') throw error;
      this.log.debug({ err: error }, 'Editions cannot be read now; live lists are served in their place.');
      return undefined;
    }
  }
}

/** Marks an answer that is not in the order that its query named. */
function lost({ v }: ListQuery): Pick<ListAnswer, 'orderLost'> {
  return v === undefined ? {} : { orderLost: true };
}

// The later of two names for sign 1, the earlier for -1. Names of periods sort as their times do.
function later(one: string | undefined, other: string | undefined, sign: 1 | -1): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return (one > other ? 1 : -1) * sign > 0 ? one : other;
}
