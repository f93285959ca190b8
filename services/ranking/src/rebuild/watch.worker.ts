import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { EventConsumers } from '@paperboy/messaging';
import { Clock, Health, Log, retriability } from '@paperboy/platform';
import { CatalogPositions } from '../edition/catalog-position.client.js';
import { Lists } from '../intake/lists.store.js';
import { GenerationStore } from '../state/generation.store.js';
import { RankingState } from '../state/ranking-state.store.js';

const EVERY_MS = 500;

/** Watches that Redis holds lists: puts new ones up when they are gone, and says when they are whole again. */
@Injectable()
export class WatchWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private busy = false;
  private rebuilding = false;
  private known: { generation: string | null; positions: Map<string, bigint> } | undefined;

  constructor(
    private readonly generations: GenerationStore,
    private readonly state: RankingState,
    private readonly consumers: EventConsumers,
    private readonly lists: Lists,
    private readonly catalog: CatalogPositions,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly health: Health,
  ) {}

  onApplicationBootstrap(): void {
    this.health.add('lists', () =>
      this.rebuilding ? { state: 'degraded', detail: 'Reading the history again.' } : { state: 'up' },
    );
    this.timer = setInterval(() => void this.tick(), EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private async tick(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      await this.look();
    } catch (error) {
      // Redis, MongoDB or the catalog is away, which health tells; the next tick looks again.
      const level = retriability(error) === 'retriable' ? 'debug' : 'warn';
      this.log[level]({ err: error }, 'The lists could not be looked after.');
    } finally {
      this.busy = false;
    }
  }

  private async look(): Promise<void> {
    await this.lists.begin();
    await this.noticeOldCopy();
    this.rebuilding = await this.generations.rebuilding();
    if (!this.rebuilding || !(await this.catalog.allRead(this.clock.now()))) return;
    await this.generations.complete();
    this.rebuilding = false;
    this.log.info('The lists are whole.');
  }

  // Redis that lost its data or came back with an old copy stands before where we know it stood.
  private async noticeOldCopy(): Promise<void> {
    const generation = await this.generations.current();
    const positions = await this.state.positions(generation ?? '');
    const known = this.known;
    this.known = { generation, positions };
    if (known === undefined) return;
    const wentBack = [...known.positions].some(([source, offset]) => (positions.get(source) ?? 0n) < offset);
    if (generation === known.generation && !wentBack) return;
    this.log.warn('The lists stand elsewhere than before: reading on from there.');
    this.consumers.reread();
  }
}
