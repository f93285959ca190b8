import { type Log, metrics } from '@paperboy/platform';
import type { BulkDocuments } from './bulk-documents.js';
import type { PendingDocuments } from './pending-documents.js';

const EVERY_MS = 5_000;
/** Bulk events are counted up to here, since a count takes as long as there are events. */
const BULK_COUNTED = 100_000;

const depthGauge = metrics.gauge({
  name: 'paperboy_outbox_depth_documents',
  help: 'Documents with events that are not published yet.',
  labelNames: ['collection'],
});
const ageGauge = metrics.gauge({
  name: 'paperboy_outbox_oldest_seconds',
  help: 'Age of the oldest event that is not published yet.',
  labelNames: ['collection'],
});
const setAsideGauge = metrics.gauge({
  name: 'paperboy_outbox_set_aside_documents',
  help: 'Documents whose newest event is too large to be published: its readers have not heard of it.',
  labelNames: ['collection'],
});
const bulkGauge = metrics.gauge({
  name: 'paperboy_outbox_bulk_documents',
  help: `Documents whose bulk event is not published yet, counted up to ${BULK_COUNTED}.`,
  labelNames: ['collection'],
});
const publishedCounter = metrics.counter({
  name: 'paperboy_outbox_published_total',
  help: 'Events that the relay published.',
  labelNames: ['collection'],
});

/** The numbers of one outbox, for health and metrics: events that wait, and events that were set aside. */
export class OutboxFigures {
  /** Documents with events that are not published yet. */
  depth = 0;
  /** Documents whose bulk event is not published yet. */
  bulk = 0;
  /** Documents whose newest event is too large. */
  setAside = 0;
  /** Age of the oldest event that is not published yet. */
  oldestMs = 0;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly collection: string,
    private readonly documents: PendingDocuments,
    private readonly inBulk: BulkDocuments | undefined,
    private readonly log: Log,
  ) {}

  /** Measures every few seconds until it is stopped. */
  start(): void {
    void this.measure().then(() => {
      if (!this.stopped) this.timer = setTimeout(() => this.start(), EVERY_MS).unref();
    });
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** The relay has published this many events. */
  published(events: number): void {
    publishedCounter.inc({ collection: this.collection }, events);
  }

  private async measure(): Promise<void> {
    const { collection } = this;
    try {
      const { depth, oldest, setAside } = await this.documents.measure();
      if (this.inBulk) {
        this.bulk = await this.inBulk.count(BULK_COUNTED);
        bulkGauge.set({ collection }, this.bulk);
      }
      this.depth = depth;
      this.setAside = setAside;
      this.oldestMs = oldest ? Math.max(0, Date.now() - oldest.getTime()) : 0;
      depthGauge.set({ collection }, depth);
      setAsideGauge.set({ collection }, setAside);
      ageGauge.set({ collection }, this.oldestMs / 1_000);
    } catch (error) {
      this.log.debug({ error: String(error) }, 'The outbox could not be measured.');
    }
  }
}
