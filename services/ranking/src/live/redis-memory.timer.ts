import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Health, Log, metrics, REDIS } from '@paperboy/platform';
import type { Redis } from 'ioredis';
import { memoryHealth, memoryOf, type RedisMemory } from './redis-memory.js';

const EVERY_MS = 5_000;

const usedBytes = metrics.gauge({
  name: 'paperboy_redis_used_bytes',
  help: 'Memory that Redis uses for its data.',
});
const limitBytes = metrics.gauge({
  name: 'paperboy_redis_limit_bytes',
  help: "Memory that Redis may use: its maxmemory or, without one, its machine's memory.",
});

/** Warns by health, log and metric before Redis is full. */
@Injectable()
export class RedisMemoryTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private seen: RedisMemory | undefined;

  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    private readonly health: Health,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.health.add('redis-memory', () => memoryHealth(this.seen));
    this.timer = setInterval(() => void this.look(), EVERY_MS).unref();
    void this.look();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Reads the figures of Redis; after a failure the earlier ones stay. */
  async look(): Promise<void> {
    try {
      const memory = memoryOf(await this.redis.info('memory'));
      if (!memory) return;
      const before = memoryHealth(this.seen).state;
      this.seen = memory;
      usedBytes.set(memory.used);
      limitBytes.set(memory.limit);
      const { state, detail, ...figures } = memoryHealth(memory);
      if (state !== before && detail !== undefined) this.log.warn(figures, detail);
      if (state !== before && state === 'up') this.log.info(figures, 'Redis has room again.');
    } catch (error) {
      // The health of Redis itself reports that it is down.
      this.log.debug({ err: error }, 'The memory of Redis cannot be read now.');
    }
  }
}
