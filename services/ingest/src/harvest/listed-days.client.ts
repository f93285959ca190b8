import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { papers } from '@paperboy/contracts';
import { CONFIG, Log, retriability, ServiceClients } from '@paperboy/platform';
import type { IngestConfig } from '../ingest.config.js';
import { SourceFailure } from '../source/source.js';
import type { SourceDocument } from './source.schema.js';

const LOOK_AGAIN_MS = 500;
/** How long the catalog may take to process the records after the last one was published. */
const TAKEN_WITHIN_MS = 120_000;

/** Asks the catalog to put the papers of another site's daily lists on our lists of the same days. */
@Injectable()
export class ListedDays {
  constructor(
    @Inject(CONFIG) private readonly config: IngestConfig,
    private readonly clients: ServiceClients,
    private readonly log: Log,
  ) {}

  /**
   * Waits until the catalog has all records of a harvest, and then submits the papers of all its days with one request.
   * May be repeated. Rejects with SourceFailure `catalog-away`; the harvest is then tried again.
   */
  async open(
    { _id: id, importId = id, records }: Pick<SourceDocument, '_id' | 'importId' | 'records'>,
    since: string,
    signal: AbortSignal,
  ): Promise<void> {
    const deadline = performance.now() + TAKEN_WITHIN_MS;
    try {
      for (;;) {
        const { taken } = await this.clients.ask(papers.importTally, { params: { id: importId } });
        if (taken >= records) break;
        if (performance.now() > deadline)
          throw new SourceFailure(
            'catalog-away',
            `The catalog has taken ${taken} of ${records} papers so far, which are put on no list before that.`,
          );
        await sleep(LOOK_AGAIN_MS, undefined, { signal });
      }
      const site = new URL(this.config.PAPERS_API_URL).host;
      const { days, submitted } = await this.clients.ask(papers.submitElsewhere, { body: { site, since } });
      this.log.info(
        { id, days, submitted },
        `${submitted} papers of ${site} are on the lists of ${days} days.`,
      );
    } catch (error) {
      if (error instanceof SourceFailure || retriability(error) !== 'retriable') throw error;
      const message = `The catalog could not put the papers on the lists: ${(error as Error).message}`;
      throw new SourceFailure('catalog-away', message, undefined, { cause: error });
    }
  }
}
