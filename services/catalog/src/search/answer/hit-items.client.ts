import { Inject, Injectable } from '@nestjs/common';
import {
  FEED_NAMES,
  type ListItem,
  listItemOf,
  lists,
  type PaperNumbers,
  type PublicNames,
} from '@paperboy/contracts';
import { CONFIG, Problem, retriability, ServiceClients } from '@paperboy/platform';
import { LRUCache } from 'lru-cache';
import type { CatalogConfig } from '../../catalog.config.js';
import { PeopleStore } from '../../person/people.store.js';
import type { Hit } from '../index/search-question.js';

/** The most papers of one request to ranking. */
const ASKED_AT_ONCE = 100;
const NAMES_KEPT = 2_000;
const NAMES_KEPT_MS = 10_000;

/** A paper that becomes an item. */
export type FoundPaper = Pick<Hit, 'id' | 'card' | 'upvotes'>;

/** Items, and whether their numbers are current. */
export interface HitItems {
  readonly items: readonly ListItem[];
  readonly current: boolean;
}

/** Makes list items of papers: adds the numbers that ranking counts and the names of the submitters. */
@Injectable()
export class HitItemsClient {
  private readonly names = new LRUCache<string, { names: PublicNames | undefined }>({
    max: NAMES_KEPT,
    ttl: NAMES_KEPT_MS,
  });

  constructor(
    @Inject(CONFIG) private readonly config: CatalogConfig,
    private readonly clients: ServiceClients,
    private readonly people: PeopleStore,
  ) {}

  /** Items in the order of the hits. While ranking is down, their upvotes are those that the index last read. */
  async of(hits: readonly FoundPaper[]): Promise<HitItems> {
    const submitters = new Set(hits.flatMap(({ card }) => card.submission?.by ?? []));
    for (const id of FEED_NAMES.keys()) submitters.delete(id);
    const [counted, names] = await Promise.all([
      this.numbersOf(hits.map(({ id }) => id)),
      Promise.all([...submitters].map(async (id) => [id, await this.namesOf(id)] as const)),
    ]);
    const nameOf = new Map(names);
    const items = hits.map(({ id, card: { submission, ...card }, upvotes }) => {
      const numbers = counted?.get(id) ?? { upvotes: counted ? 0 : upvotes, comments: 0 };
      const submitter = nameOf.get(submission?.by ?? '');
      const paper = {
        id,
        card: { ...card, submittedAt: submission?.at, submittedBy: submission?.by },
        upvotes: numbers.upvotes,
        comments: numbers.comments,
        ...(submitter && { submitter }),
      };
      return listItemOf(paper, this.config.PUBLIC_URL);
    });
    return { items, current: counted !== undefined };
  }

  private async numbersOf(ids: readonly string[]): Promise<Map<string, PaperNumbers> | undefined> {
    const chunks = Array.from({ length: Math.ceil(ids.length / ASKED_AT_ONCE) }, (_, at) =>
      ids.slice(at * ASKED_AT_ONCE, (at + 1) * ASKED_AT_ONCE),
    );
    try {
      const answers = await Promise.all(
        chunks.map((some) => this.clients.ask(lists.standings, { query: { ids: some.join(',') } })),
      );
      return new Map(answers.flatMap(({ standings }) => standings.map((one) => [one.paperId, one] as const)));
    } catch (error) {
      if (error instanceof Problem && error.retriable) return undefined;
      throw error;
    }
  }

  /** A person's names, at most ten seconds old. Undefined for a deleted account, and while the database is down. */
  private async namesOf(id: string): Promise<PublicNames | undefined> {
    const known = this.names.get(id);
    if (known) return known.names;
    try {
      const person = await this.people.find(id);
      const names = person && { handle: person.handle, name: person.name };
      this.names.set(id, { names });
      return names;
    } catch (error) {
      if (retriability(error) === 'retriable') return undefined;
      throw error;
    }
  }
}
