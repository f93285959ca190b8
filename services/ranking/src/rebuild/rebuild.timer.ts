import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { consumers, type RebuildProgress } from '@paperboy/contracts';
import { crashPoint, EventConsumers } from '@paperboy/messaging';
import { Clock, conflict, Log, Repeating, retriability } from '@paperboy/platform';
import { GenerationStore } from '../generation/generation.store.js';
import { BatchStore } from '../intake/batch.store.js';
import { LiveLists } from '../live/live-lists.store.js';
import { PackedPapers } from '../packing/packed-papers.store.js';

const LEASE_MS = 10_000;
const LOOK_EVERY_MS = 100;
const TEND_EVERY_MS = 3_000;
/**
 * Under load both generations move on. After this time the current one is stopped, so that the new one can catch up.
 */
const PATIENCE_MS = 3_000;
const HOLD_STILL_MS = 1_500;
/**
 * A generation is kept for this time after its successor was seen, so that a read that began in it finds it complete.
 */
const LINGER_MS = 5_000;

/**
 * Rebuilds the lists while the current ones serve. A consumer of its own reads everything from the beginning into a new
 * generation of keys, and one compare-and-set makes this generation current. Redis keeps the positions with the
 * generation, so after a crash another replica goes on, or this one when it is back.
 */
@Injectable()
export class RebuildTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly holder = randomUUID();
  private readonly ended = new AbortController();
  private readonly rounds = new Repeating(() => this.tend(), TEND_EVERY_MS);
  /** The current generation when leftovers were last removed: looking for them scans all keys of Redis. */
  private swept: string | null = null;
  /** The current generation, and since when this replica has known it. */
  private present: { generation: string | null; since: number } | undefined;

  constructor(
    private readonly generations: GenerationStore,
    private readonly state: LiveLists,
    private readonly batches: BatchStore,
    private readonly packed: PackedPapers,
    private readonly consumers: EventConsumers,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start().unref();
  }

  async onModuleDestroy(): Promise<void> {
    this.ended.abort();
    await this.rounds.stop();
  }

  /** Starts a rebuild; 409 `rebuild-running` while there is one. */
  async start(): Promise<void> {
    if (!(await this.generations.startFilling(this.clock.now()))) {
      throw conflict('rebuild-running', 'The lists are being rebuilt already.');
    }
    this.rounds.now();
  }

  async progress(): Promise<RebuildProgress> {
    const filling = await this.generations.filling();
    const [here, there] = await Promise.all([this.state.positions(filling ?? ''), this.state.positions()]);
    const sum = (positions: Map<string, bigint>) =>
      [...positions.values()].reduce((all, at) => all + Number(at), 0);
    const toRead = sum(there);
    return filling === null
      ? { state: 'idle', read: toRead, toRead }
      : { state: 'running', read: sum(here), toRead };
  }

  /** Goes on with a rebuild that no replica is working on, and removes what former generations left behind. */
  private async tend(): Promise<void> {
    try {
      await this.work();
    } catch (error) {
      // Redis or Kafka is down. The next round goes on from the stored positions.
      const level = retriability(error) === 'retriable' ? 'debug' : 'warn';
      this.log[level]({ err: error }, 'The rebuild was interrupted and will go on.');
    }
  }

  private async work(): Promise<void> {
    if (!(await this.generations.take(this.holder, LEASE_MS))) return;
    try {
      const generation = await this.generations.filling();
      if (generation !== null) await this.fill(generation);
      await this.sweep();
    } finally {
      await this.generations.release(this.holder);
    }
  }

  private async sweep(): Promise<void> {
    const generation = await this.generations.current();
    if (this.present?.generation !== generation) this.present = { generation, since: performance.now() };
    if (generation === this.swept || performance.now() - this.present.since < LINGER_MS) return;
    await this.generations.sweep();
    if (generation !== null) await this.packed.dropBefore(generation);
    this.swept = generation;
  }

  private async fill(generation: string): Promise<void> {
    this.log.info({ generation }, 'Rebuilding the lists.');
    const consumer = this.consumers.open({
      group: `ranking.rebuild-${generation}`,
      topics: [...consumers.rankingVotes.topics, ...consumers.rankingPapers.topics],
      ownOffsets: {
        positions: () => this.state.positions(generation),
        startOver: (outside) => this.generations.dropFilling(generation, outside),
      },
      onBatch: (batch) => this.batches.take(batch, generation),
    });
    try {
      await this.untilSwapped(generation);
    } finally {
      await this.consumers.close(consumer);
    }
  }

  private async untilSwapped(generation: string): Promise<void> {
    let nearSince: number | undefined;
    while (!this.ended.signal.aborted && (await this.generations.take(this.holder, LEASE_MS))) {
      crashPoint('rebuild.before-swap');
      const outcome = await this.generations.swap(generation);
      if (outcome === 'swapped') {
        crashPoint('rebuild.after-swap');
        this.log.info({ generation }, 'The rebuilt lists serve now.');
        this.consumers.reread();
      }
      if (outcome !== 'behind') return;
      const { read, toRead } = await this.progress();
      if (read < toRead * 0.999 && toRead - read > 1_000) nearSince = undefined;
      else nearSince ??= performance.now();
      if (nearSince !== undefined && performance.now() - nearSince > PATIENCE_MS) {
        await this.generations.holdStill(HOLD_STILL_MS);
        nearSince = performance.now();
      }
      await sleep(LOOK_EVERY_MS);
    }
  }
}
