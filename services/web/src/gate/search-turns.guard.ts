import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, tooMany } from '@paperboy/platform';
import type { FastifyRequest } from 'fastify';
import type { WebConfig } from '../web.config.js';
import { networkOf } from './network.js';

const COME_BACK_SECONDS = 1;

/**
 * Limits the searches of one network that are under way at once. The search index has few reader threads, and one
 * client must not take all of them. Each replica counts by itself.
 */
@Injectable()
export class SearchTurns {
  private readonly underWay = new Map<string, number>();

  constructor(@Inject(CONFIG) private readonly config: WebConfig) {}

  /** Runs a search for a client. Throws a 429 Problem when too many of its network are under way. */
  async run<T>({ ip }: Pick<FastifyRequest, 'ip'>, search: () => Promise<T>): Promise<T> {
    const most = this.config.SEARCHES_AT_ONCE;
    if (most === 0) return search();
    const network = networkOf(ip);
    const before = this.underWay.get(network) ?? 0;
    if (before >= most) {
      throw tooMany(
        'search-busy',
        `Your network has ${most} searches under way. Wait until one of them is answered.`,
        COME_BACK_SECONDS,
      );
    }
    this.underWay.set(network, before + 1);
    try {
      return await search();
    } finally {
      const left = (this.underWay.get(network) ?? 1) - 1;
      if (left === 0) this.underWay.delete(network);
      else this.underWay.set(network, left);
    }
  }
}
