import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { lists } from '@paperboy/contracts';
import { ServiceClients } from '@paperboy/platform';
import type { OfferedPaper } from './reading.template.js';

const OFFERED = 3;
/** A page is more important than the papers that it offers. */
const PATIENCE_MS = 500;

/** The papers that pages without papers of their own offer to their reader. */
@Injectable()
export class Reading {
  constructor(private readonly clients: ServiceClients) {}

  /**
   * The first papers of Trending. None while ranking is away or slow. They are asked for each page, so that a paper
   * that was removed is not offered.
   */
  async papers(): Promise<readonly OfferedPaper[]> {
    try {
      const asked = this.clients.ask(lists.read, {
        params: { list: 'trending' },
        query: { p: 0, limit: OFFERED },
      });
      const list = await Promise.race([asked, pause(PATIENCE_MS, undefined, { ref: false })]);
      return (list?.items ?? []).map(({ paper: { id, title } }) => ({ id, title }));
    } catch {
      return [];
    }
  }
}
