import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { EventConsumers } from '@paperboy/messaging';
import { Clock, Health, Log, retriability } from '@paperboy/platform';
import { CatalogPositions, type Goal } from '../closing/catalog-position.client.js';
import { FirstGeneration } from '../generation/first-generation.store.js';
import { GenerationStore } from '../generation/generation.store.js';
import { ReadOffsets } from '../generation/read-offsets.js';
import { LiveLists } from '../live/live-lists.store.js';

const EVERY_MS = 1_000;

/** Watches whether Redis holds lists: creates them when they are missing, and reports when they are complete again. */
@Injectable()
export class RedisWatchTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private busy = false;
  private rebuilding = false;
  /** The target that makes the lists complete: everything written before this replica saw that they are not. */
  private wanted: { generation: string | null; before: Date; goal?: Goal } | undefined;

  constructor(
    private readonly generations: GenerationStore,
    private readonly state: LiveLists,
    private readonly consumers: EventConsumers,
    private readonly lists: FirstGeneration,
    private readonly reached: ReadOffsets,
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
      // Redis, MongoDB or the catalog is down, which health reports. The next tick tries again.
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
    this.log.info('The lists are complete.');
  }

  // The moment and the goal are kept. A newer goal would never be reached under load.
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
    this.log.warn('Redis is at an earlier position than before; events are read again from there.');
    this.consumers.reread();
  }
}
