import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { EventConsumers } from '@paperboy/messaging';
import { Clock, Health, Log, retriability } from '@paperboy/platform';
import { CatalogPositions, type Goal } from '../edition/catalog-position.client.js';
import { Lists } from '../intake/lists.store.js';
import { Reached } from '../intake/reached.js';
import { GenerationStore } from '../state/generation.store.js';
import { RankingState } from '../state/ranking-state.store.js';

const EVERY_MS = 500;

/** Watches that Redis holds lists: puts new ones up when they are gone, and says when they are whole again. */
@Injectable()
export class WatchWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private busy = false;
  private rebuilding = false;
  /** What the lists are whole with: all that was written before this replica saw that they are not. */
  private wanted: { generation: string | null; before: Date; goal?: Goal } | undefined;

  constructor(
    private readonly generations: GenerationStore,
    private readonly state: RankingState,
    private readonly consumers: EventConsumers,
    private readonly lists: Lists,
    private readonly reached: Reached,
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
    if (!this.rebuilding || !(await this.isWhole())) return;
    await this.generations.complete();
    this.rebuilding = false;
    this.wanted = undefined;
    this.log.info('The lists are whole.');
  }

  // The moment and then the goal are kept: under load there is always something newer that has not been read yet.
  private async isWhole(): Promise<boolean> {
    const generation = await this.generations.current();
    if (this.wanted?.generation !== generation) this.wanted = { generation, before: this.clock.now() };
    const goal = this.wanted.goal ?? (await this.catalog.goal(this.wanted.before));
    if (!goal) return false;
    this.wanted.goal = goal;
    return this.catalog.isReached(goal);
  }

  private async noticeOldCopy(): Promise<void> {
    if (!this.reached.wentBack(await this.state.positions())) return;
    this.log.warn('Redis stands before where it stood: reading on from there.');
    this.consumers.reread();
  }
}
