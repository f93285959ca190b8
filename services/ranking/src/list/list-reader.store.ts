import { Injectable } from '@nestjs/common';
import { Clock, Log, retriability } from '@paperboy/platform';
import { EditionStore } from '../edition/edition.store.js';
import { Lists } from '../intake/lists.store.js';
import { type Cadence, editionId, type Period } from '../period/period.js';
import { NEW_SHOWN } from '../state/apply.script.js';
import { type ListedPaper, RankingState, type Scope } from '../state/ranking-state.store.js';
import type { HfItem } from './hf-item.js';
import { HfShape } from './hf-shape.store.js';
import type { ListName, ListQuery } from './list-query.js';
import { ordered } from './order.js';

/** A page of a list, as web and other services get it. */
export interface ListAnswer {
  list: ListName;
  /** Absent for trending and new, and while no period has papers. */
  period?: string;
  startsAt?: string;
  endsAt?: string;
  /** True when it is answered from a frozen edition. */
  closed: boolean;
  /** True while some of the history is still to be read. */
  rebuilding: boolean;
  /** The periods with papers beside this one. */
  previous?: string;
  next?: string;
  /** Papers on all pages. */
  total: number;
  items: HfItem[];
}

/** More papers than this are not put into another order or filtered twice. */
const WIDE = 5_000;

/** Reads lists: closed periods from their editions, everything else from the live lists. */
@Injectable()
export class ListReader {
  constructor(
    private readonly state: RankingState,
    private readonly editions: EditionStore,
    private readonly lists: Lists,
    private readonly shape: HfShape,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** One page of a list. */
  async read(query: ListQuery): Promise<ListAnswer> {
    const { list } = query;
    if (list === 'trending' || list === 'new') return this.live(list, query, { list });
    const name = query.period ?? (await this.newest(list));
    if (name === undefined)
      return { list, closed: false, rebuilding: await this.rebuilding(), total: 0, items: [] };
    const period = { cadence: list, name };
    const { startsAt, endsAt } = this.lists.calendar.bounds(period);
    const [previous, next] = await Promise.all([this.beside(period, -1), this.beside(period, 1)]);
    const about = {
      list,
      period: name,
      startsAt: new Date(startsAt).toISOString(),
      endsAt: new Date(endsAt).toISOString(),
      ...(previous === undefined ? {} : { previous }),
      ...(next === undefined ? {} : { next }),
    };
    const frozen = await this.frozen(period, endsAt, query);
    if (frozen) {
      const items = await this.shape.items(frozen.papers);
      return { ...about, closed: true, rebuilding: false, total: frozen.total, items };
    }
    return this.live(`${list}:${name}`, query, about);
  }

  private async live(
    key: string,
    query: ListQuery,
    about: Pick<ListAnswer, 'list'> & Partial<ListAnswer>,
  ): Promise<ListAnswer> {
    const { p, limit, category, submitter, sort } = query;
    const scope: Scope =
      submitter !== undefined ? `s:${submitter}` : category !== undefined ? `c:${category}` : '';
    const wide = sort !== undefined || (submitter !== undefined && category !== undefined);
    const most = key === 'new' ? (scope === '' ? NEW_SHOWN.all : NEW_SHOWN.scoped) : undefined;
    const [first, count] = wide ? [0, WIDE] : [p * limit, limit];
    const page = await this.state.page(key, scope, first, count, most);
    const all = wide ? ordered(within(page.papers, category), sort) : page.papers;
    const papers = wide ? all.slice(p * limit, (p + 1) * limit) : all;
    const items = await this.shape.items(papers);
    return {
      ...about,
      closed: false,
      rebuilding: page.rebuilding,
      total: wide ? all.length : page.total,
      items,
    };
  }

  private async frozen(
    period: Period,
    endsAt: number,
    query: ListQuery,
  ): Promise<{ total: number; papers: ListedPaper[] } | undefined> {
    const id = editionId(period);
    if (endsAt > this.clock.now().getTime() && !(await this.state.earlyDays()).has(period.name))
      return undefined;
    const edition = await this.withoutMongo(() => this.editions.find(id));
    if (!edition) return undefined;
    const { p, limit, category, submitter, sort } = query;
    const listed = async (first: number, count: number): Promise<ListedPaper[]> =>
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

  private async newest(cadence: Cadence): Promise<string | undefined> {
    const [live, frozen] = await Promise.all([
      this.state.periodBeside(cadence, '~', -1),
      this.withoutMongo(() => this.editions.beside(cadence, '~', -1)),
    ]);
    return later(live, frozen, 1);
  }

  private async beside(period: Period, step: -1 | 1): Promise<string | undefined> {
    const { cadence, name } = period;
    const [live, frozen] = await Promise.all([
      this.state.periodBeside(cadence, name, step),
      this.withoutMongo(() => this.editions.beside(cadence, name, step)),
    ]);
    return later(live, frozen, step < 0 ? 1 : -1);
  }

  // Live lists are served without MongoDB; what only it knows is left out meanwhile.
  private async withoutMongo<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      if (retriability(error) !== 'retriable') throw error;
      this.log.debug({ err: error }, 'Editions can not be read now; the live lists answer.');
      return undefined;
    }
  }

  private async rebuilding(): Promise<boolean> {
    return (await this.state.version('day:')).rebuilding;
  }
}

function within(papers: readonly ListedPaper[], category: string | undefined): ListedPaper[] {
  return papers.filter(({ card }) => category === undefined || card.categories.includes(category));
}

// Names of periods sort as their times do: the nearest of the two in the direction asked for.
function later(one: string | undefined, other: string | undefined, sign: 1 | -1): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return (one > other ? 1 : -1) * sign > 0 ? one : other;
}
