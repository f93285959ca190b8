import { Injectable } from '@nestjs/common';
import { lists } from '@paperboy/contracts';
import { ServiceClients } from '@paperboy/platform';

/** How many pages of the trending list are read. The list itself has up to 1,000 papers. */
const PAGES = 2;
const PAGE = 100;
const KEPT_MS = 2_000;

/** The first 200 papers of the trending list, at most two seconds old. */
@Injectable()
export class TrendingPapers {
  private kept: { readonly until: number; readonly ids: Promise<string[]> } | undefined;

  constructor(private readonly clients: ServiceClients) {}

  /** Their ids in order. Throws a 503 Problem while ranking is down. */
  ids(): Promise<string[]> {
    const now = performance.now();
    if (this.kept === undefined || this.kept.until < now) {
      const ids = this.read();
      this.kept = { until: now + KEPT_MS, ids };
      ids.catch(() => {
        this.kept = undefined;
      });
    }
    return this.kept.ids;
  }

  private async read(): Promise<string[]> {
    const pages = await Promise.all(
      Array.from({ length: PAGES }, (_, p) =>
        this.clients.ask(lists.read, { params: { list: 'trending' }, query: { p, limit: PAGE } }),
      ),
    );
    return [...new Set(pages.flatMap(({ items }) => items.map(({ paper }) => paper.id)))];
  }
}
