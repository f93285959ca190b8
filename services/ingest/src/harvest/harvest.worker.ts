import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { queues, recordDeleted, recordObserved, topics } from '@paperboy/contracts';
import { crashPoint, HandleJob, Jobs, Publisher, type ReceivedJob } from '@paperboy/messaging';
import { Clock, CONFIG, Log, metrics } from '@paperboy/platform';
import { Sites } from '../fetch/sites.client.js';
import type { IngestConfig } from '../ingest.config.js';
import { type Page, SourceFailure } from '../source/source.js';
import { LOOK_TIMES, nextLook } from './announcement-times.js';
import { retryAt } from './back-off.js';
import { batchesOf, isNews, type OutgoingRecord } from './batches.js';
import { ListedDays } from './listed-days.client.js';
import { SourceNotes } from './notes.js';
import { everyMsOf, sourceFor, standingSources } from './settings.js';
import type { SourceDocument } from './source.schema.js';
import { SourceLost, SourceStore } from './source.store.js';

const RENEW_MS = 15_000;
/** A new source is read after this time, so that the sample of a fresh installation comes first. */
const FIRST_LOOK_MS = 60_000;
/** A harvest is given up after this many failures in a row. A standing source never is. */
const GIVE_UP_AFTER = 12;

const observed = metrics.counter({
  name: 'paperboy_source_records_total',
  help: 'Records that sources gave.',
  labelNames: ['source', 'outcome'],
});

/**
 * Reads the sources that are due, page by page. The cursor passes a page when Kafka has acknowledged all its records.
 */
@Injectable()
export class HarvestWorker implements OnModuleDestroy {
  private readonly ending = new AbortController();
  private readonly notes: SourceNotes;
  private standing: Promise<void> | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: IngestConfig,
    private readonly store: SourceStore,
    private readonly sites: Sites,
    private readonly publisher: Publisher,
    private readonly jobs: Jobs,
    private readonly listedDays: ListedDays,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.notes = new SourceNotes(log);
  }

  /**
   * This comes before the queue waits for its jobs: a run that waits for a page gives it up, and the next run reads
   * that page again.
   */
  onModuleDestroy(): void {
    this.ending.abort(new Error('The service stops.'));
  }

  @HandleJob(queues.harvestSource)
  async handleHarvestSource({ data }: ReceivedJob<{ sourceId?: string }>): Promise<void> {
    await this.keepStanding();
    if (data.sourceId !== undefined) {
      await this.run(data.sourceId);
      return;
    }
    for (const sourceId of await this.store.due()) await this.jobs.add(queues.harvestSource, { sourceId });
  }

  /** Once a process: the configuration does not change while it runs. */
  private async keepStanding(): Promise<void> {
    const now = this.clock.now();
    const wanted = standingSources(this.config, now);
    this.standing ??= this.store.keepStanding(wanted, new Date(now.getTime() + FIRST_LOOK_MS)).then(() => {
      if (wanted.length > 0 && this.config.HARVEST_CONTACT === undefined)
        this.log.warn('arXiv asks for a contact: set HARVEST_CONTACT to a mail address or a page.');
    });
    await this.standing.catch((error: unknown) => {
      this.standing = undefined;
      throw error;
    });
  }

  /** Reads a source that is due until its end, unless another run holds it. */
  async run(id: string): Promise<void> {
    const claimed = await this.store.claim(id);
    if (!claimed) return;
    const renewing = setInterval(() => {
      // Whether the source is lost or MongoDB away, the next page meets the same and says it.
      this.store.renew(id).catch(() => undefined);
    }, RENEW_MS);
    try {
      await this.readOrFail(claimed);
    } catch (error) {
      // Another run has it, or nobody is to have it any more.
      if (error instanceof SourceLost) return;
      await this.store
        .release(id)
        .catch(() => this.log.debug({ id }, 'The lease could not be given up; it expires by itself.'));
      if (!this.ending.signal.aborted) throw error;
    } finally {
      clearInterval(renewing);
    }
  }

  private async readOrFail(claimed: SourceDocument): Promise<void> {
    const { _id: id, standing, settings } = claimed;
    try {
      const read = await this.readToEnd(claimed);
      if (settings.protocol === 'papers-api' && settings.submit)
        await this.listedDays.open(
          (await this.store.find(id)) ?? claimed,
          settings.since,
          this.ending.signal,
        );
      const nextAt = standing ? this.nextLookOf(claimed) : undefined;
      await this.store.done(id, nextAt);
      this.notes.done(id, read, nextAt);
    } catch (error) {
      if (!(error instanceof SourceFailure)) throw error;
      await this.fail(claimed, error);
    }
  }

  private async readToEnd({ _id: id, settings, importId, asked, cursor }: SourceDocument): Promise<number> {
    const source = sourceFor(settings, this.config, importId);
    const { signal } = this.ending;
    const urgency = importId === undefined ? 'live' : 'bulk';
    let at = cursor;
    let read = 0;
    for (;;) {
      const page = await source.next(
        at,
        (request) => this.sites.ask(request, urgency, signal, everyMsOf(settings)),
        this.clock.now(),
      );
      // Somebody waits for a paper that was asked for, however old it is.
      await this.publish(page, settings.protocol, importId ? 'bulk' : asked ? 'live' : 'by-age');
      crashPoint('harvest.after-publish');
      await this.store.moved(id, page);
      this.count(id, page);
      read += page.records.length;
      at = page.next;
      if (page.done) return read;
      signal.throwIfAborted();
    }
  }

  private async publish(
    { records, deletions }: Page,
    protocol: string,
    as: 'live' | 'bulk' | 'by-age',
  ): Promise<void> {
    const now = this.clock.now();
    const source = protocol === 'oai' ? 'arxiv-oai' : 'arxiv-atom';
    const gone = deletions.map(({ paperId }) => ({ paperId, source, observedAt: now.toISOString() }));
    const all: OutgoingRecord[] = [...records, ...gone];
    const live = (one: OutgoingRecord) => as === 'live' || (as === 'by-age' && isNews(one, now));
    for (const [topic, those] of [
      [topics.records, all.filter(live)],
      [topics.bulkRecords, all.filter((one) => !live(one))],
    ] as const) {
      for (const batch of batchesOf(those))
        await this.publisher.publish(
          topic,
          batch.map((data) => ({ contract: 'version' in data ? recordObserved : recordDeleted, data })),
        );
    }
  }

  private count(id: string, { records, deletions, refused }: Page): void {
    // The ids of harvests and of papers are used once, and would stay in the metrics for ever.
    const source = /^(harvest|paper)-/.exec(id)?.[1] ?? id;
    observed.inc({ source, outcome: 'observed' }, records.length);
    observed.inc({ source, outcome: 'deleted' }, deletions.length);
    observed.inc({ source, outcome: 'refused' }, refused.length);
    this.notes.refused(id, refused);
  }

  private async fail({ _id: id, standing }: SourceDocument, failure: SourceFailure): Promise<void> {
    // Asked again, since a page that was read in between ends the row.
    const inRow = ((await this.store.find(id))?.failures ?? 0) + 1;
    const over = !standing && inRow >= GIVE_UP_AFTER;
    const nextAt = over ? undefined : retryAt(this.clock.now(), inRow, Math.random(), failure.retryAt);
    const { code, message, next } = failure;
    await this.store.failed(id, { code, message }, nextAt, next);
    this.notes.failed(id, failure, nextAt);
  }

  private nextLookOf({ settings }: SourceDocument): Date {
    const { protocol } = settings;
    return nextLook(
      this.clock.now(),
      LOOK_TIMES[protocol === 'rss' || protocol === 'own' ? protocol : 'oai'],
    );
  }
}
