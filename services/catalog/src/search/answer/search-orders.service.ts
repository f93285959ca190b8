import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  Clock,
  CONFIG,
  KeptOrders,
  Log,
  Problem,
  REDIS,
  redisPrefix,
  retriability,
} from '@paperboy/platform';
import type { Redis } from 'ioredis';
import type { CatalogConfig } from '../../catalog.config.js';
import { DEEPEST, type PageOfHits, type Question } from '../index/search-question.js';
import type { SearchIndex } from '../thread/search-index.client.js';

/** Equal pages that begin an order share it if they are requested within the same minute. */
const BEGUN_WITHIN_MS = 60_000;

/** What a search found, with the name of the order to which its next page belongs. */
export interface OrderedFinding extends PageOfHits {
  readonly v?: string;
  /** True when the requested order is not stored any more. */
  readonly orderLost?: boolean;
}

/**
 * Pages of searches. A page without `v` begins an order, and the next pages follow it, at any replica, in spite of votes
 * and papers that arrive meanwhile. While Redis is down, every page is in the current order.
 */
@Injectable()
export class SearchOrders {
  private readonly orders: KeptOrders;

  constructor(
    @Inject(CONFIG) config: CatalogConfig,
    @Inject(REDIS) redis: Redis,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.orders = new KeptOrders(redis, redisPrefix(config.NAMESPACE, 'catalog'));
  }

  /** A page of a search, in the order that `v` names if that is stored, otherwise in the current order. */
  async ask(index: SearchIndex, question: Question, v: string | undefined): Promise<OrderedFinding> {
    if (v !== undefined) {
      const page = await this.withoutRedis(() =>
        this.orders.page(nameOf(question, v), question.offset, question.limit, (most) =>
          index.order(question, most),
        ),
      );
      if (page !== undefined) {
        const finding = await index.ask({ ...question, chosen: page.ids });
        return { ...finding, more: page.more, v };
      }
    }
    const { offset, limit } = question;
    // A page behind the first one begins an order with the papers of the pages before it, so that it has its place.
    const known = offset > 0 && offset < DEEPEST ? await index.order(question, offset + limit) : undefined;
    const finding = await index.ask(known ? { ...question, chosen: known.slice(offset) } : question);
    const ids = known ?? finding.hits.map(({ id }) => id);
    const begun = finding.more ? await this.begun(question, ids) : {};
    return { ...finding, ...begun, ...(v === undefined ? {} : { orderLost: true }) };
  }

  private async begun(question: Question, ids: readonly string[]): Promise<{ v?: string }> {
    const v = digestOf([ids, Math.floor(this.clock.now().getTime() / BEGUN_WITHIN_MS)]);
    const kept = await this.withoutRedis(async () => {
      await this.orders.keep(nameOf(question, v), ids);
      return true;
    });
    return kept ? { v } : {};
  }

  private async withoutRedis<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      // A Problem is the index's refusal of the search. Only failures of Redis are ignored.
      if (retriability(error) !== 'retriable' || error instanceof Problem) throw error;
      this.log.debug(
        { err: error },
        'The order of a search cannot be kept; its pages are in the order of the moment.',
      );
      return undefined;
    }
  }
}

function nameOf({ text, sort, day = '', onlyTrending, typing }: Question, v: string): string {
  return `search:${digestOf([text, sort, day, onlyTrending, typing])}:${v}`;
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 12);
}
