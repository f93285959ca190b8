import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { consumers, topics } from '@paperboy/contracts';
import {
  type EventBatch,
  type EventConsumer,
  EventConsumers,
  OffsetMismatch,
  Outbox,
  partitionKey,
} from '@paperboy/messaging';
import { Calendar, Clock, CONFIG, Health, Log, notHere, Repeating, retriability } from '@paperboy/platform';
import type { CatalogConfig } from '../../catalog.config.js';
import { PAPERS } from '../../paper/paper.schema.js';
import { SearchIndex } from '../thread/search-index.client.js';
import { FeedLag } from './feed-lag.js';
import { IndexFiles } from './index-files.store.js';
import { paperBatch } from './paper-batch.js';
import { Recounts } from './recounts.client.js';
import { TargetGeneration } from './target-generation.store.js';

const LOOK_EVERY_MS = 200;
const TARGET_EVERY_MS = 2_000;
/** Recounts are due within this time after a batch. Afterwards the index is checked for them less often. */
const RECOUNTS_WITHIN_MS = 30_000;
const QUIET_RECOUNTS_EVERY_MS = 2_000;
const BUILDING_RETRY_SECONDS = 2;

/** An index and the consumer that fills it. */
interface Reading {
  readonly generation: number;
  readonly index: SearchIndex;
  readonly consumer: EventConsumer;
  readonly lag: FeedLag;
  whole: boolean;
}

/**
 * Keeps this replica's index. It reads every partition of the papers and the votes from the positions that the index
 * holds. While an index is rebuilt, the current one serves.
 */
@Injectable()
export class SearchFeed implements OnApplicationBootstrap, OnApplicationShutdown {
  private files: IndexFiles | undefined;
  private serving: Reading | undefined;
  private building: Reading | undefined;
  private readonly looks = new Repeating(() => this.look(), LOOK_EVERY_MS);
  private nextTarget = 0;
  private nextRecount = 0;
  private busyUntil = 0;
  private readonly calendar: Calendar;

  constructor(
    @Inject(CONFIG) private readonly config: CatalogConfig,
    private readonly consumers: EventConsumers,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly health: Health,
    private readonly target: TargetGeneration,
    private readonly recounts: Recounts,
    private readonly outbox: Outbox,
  ) {
    this.calendar = new Calendar({
      timeZone: config.PUBLICATION_TIME_ZONE,
      rollOver: config.PUBLICATION_ROLL_OVER,
    });
  }

  onApplicationBootstrap(): void {
    this.health.add('search', () =>
      this.serving?.whole ? { state: 'up' } : { state: 'degraded', detail: 'The index is being built.' },
    );
    this.health.add(
      `consumer ${consumers.catalogSearch.group}`,
      () =>
        this.serving?.consumer.health() ?? {
          state: 'degraded',
          detail: 'The index is not open yet.',
          lag: 0,
        },
    );
    this.outbox.bulkWaitsWhile(PAPERS, (published) => {
      const { serving } = this;
      return serving?.whole === true && serving.lag.isBehind(published, performance.now());
    });
    this.looks.start().unref();
  }

  // Requests in progress may use the index until this hook is called.
  async onApplicationShutdown(): Promise<void> {
    await this.looks.stop();
    await Promise.all([this.serving, this.building].map((reading) => reading && this.end(reading)));
    this.files?.release();
  }

  /** The index that serves. Throws 503 `search-building` while this replica still reads the backlog. */
  index(): SearchIndex {
    if (this.serving?.whole) return this.serving.index;
    throw notHere('search-building', 'This replica is still reading the papers.', BUILDING_RETRY_SECONDS);
  }

  /** The generations of the index that serves and of the one that is being built. */
  generations(): { readonly serving: number; readonly building?: number } {
    return {
      serving: this.serving?.generation ?? 0,
      ...(this.building === undefined ? {} : { building: this.building.generation }),
    };
  }

  private async look(): Promise<void> {
    try {
      await this.tend();
    } catch (error) {
      // When the database, the broker or ranking is down, the next run continues.
      const level = retriability(error) === 'retriable' ? 'debug' : 'warn';
      this.log[level]({ err: error }, 'The search could not be looked after.');
    }
  }

  private async tend(): Promise<void> {
    await this.begin();
    await this.finish(this.serving);
    await this.finish(this.building);
    if (this.building?.whole) await this.swap(this.building);
    if (this.serving?.whole) await this.recount(this.serving.index);
    await this.followTarget();
  }

  private async recount(index: SearchIndex): Promise<void> {
    const now = performance.now();
    if (now > this.busyUntil && now < this.nextRecount) return;
    this.nextRecount = now + QUIET_RECOUNTS_EVERY_MS;
    await this.recounts.take(index);
  }

  /** Opens the indexes that this replica has on its disk, or a new one. */
  private async begin(): Promise<void> {
    if (this.serving !== undefined) return;
    this.files ??= new IndexFiles(this.config.SEARCH_FOLDER, this.config.NAMESPACE);
    const known = this.files.generations();
    const [first = known.length > 0 ? 0 : await this.target.read()] = known;
    this.serving = await this.open(first);
    const last = known.at(-1) ?? first;
    if (last > first) this.building = await this.open(last);
  }

  /** Begins to build an index of the target generation while the current one serves. */
  private async followTarget(): Promise<void> {
    if (performance.now() < this.nextTarget) return;
    this.nextTarget = performance.now() + TARGET_EVERY_MS;
    const target = await this.target.read();
    if (this.serving === undefined || this.building !== undefined || target <= this.serving.generation)
      return;
    this.log.info({ generation: target }, 'The search index is being built anew.');
    this.building = await this.open(target);
  }

  private async open(generation: number): Promise<Reading> {
    const file = this.files?.fileOf(generation) ?? '';
    const index = new SearchIndex({
      file,
      readers: this.config.SEARCH_READERS,
      log: this.log,
      onCleared: () => {
        reading.whole = false;
        reading.consumer.reread();
      },
    });
    const whole = await index.isWhole();
    // `clear` calls `onCleared`, after which the consumer reads the positions again.
    const ownOffsets = { positions: () => index.positions(), startOver: () => index.clear() };
    const lag = new FeedLag();
    const onBatch = async (batch: EventBatch) => {
      await this.take(batch, index);
      if (batch.topic === topics.papers.name) lag.took(batch, performance.now());
    };
    const consumer = this.consumers.openReadModel(consumers.catalogSearch, ownOffsets, onBatch);
    const reading: Reading = { generation, index, consumer, lag, whole };
    return reading;
  }

  private async take(batch: EventBatch, index: SearchIndex): Promise<void> {
    const dayOf = (at: Date) => this.calendar.dayAt(at.getTime());
    this.busyUntil = performance.now() + RECOUNTS_WITHIN_MS;
    const written = await index.write(paperBatch(batch, dayOf, this.clock.now()));
    if (written) return;
    const { topic, partition } = batch;
    throw new OffsetMismatch(topic, partition, (await index.positions()).get(partitionKey(batch)));
  }

  private async finish(reading: Reading | undefined): Promise<void> {
    if (reading === undefined || reading.whole || !reading.consumer.hasReadBacklog()) return;
    await reading.index.markWhole();
    reading.whole = true;
    this.log.info({ generation: reading.generation }, 'The search index is complete.');
  }

  private async swap(built: Reading): Promise<void> {
    const before = this.serving;
    this.serving = built;
    this.building = undefined;
    if (before) await this.end(before);
    this.files?.removeBefore(built.generation);
  }

  private async end({ consumer, index }: Reading): Promise<void> {
    await this.consumers.close(consumer);
    await index.close();
  }
}
