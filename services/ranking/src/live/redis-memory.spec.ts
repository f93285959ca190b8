import { afterAll, describe, expect, it } from '@jest/globals';
import { Health, type Log, metrics } from '@paperboy/platform';
import { testStack } from '@paperboy/testing';
import { Redis } from 'ioredis';
import { memoryHealth, memoryOf } from './redis-memory.js';
import { RedisMemoryTimer } from './redis-memory.timer.js';

const redis = new Redis(testStack().redisUrl);
const MIB = 1_048_576;
const info = (used: number, most: number) =>
  `# Memory\r\nused_memory:${used * MIB}\r\nused_memory_human:1M\r\ntotal_system_memory:${4_000 * MIB}\r\nmaxmemory:${most * MIB}\r\n`;

afterAll(async () => {
  await redis.quit();
});

describe("Redis' memory", () => {
  it('is read out of what a real Redis says of itself', async () => {
    const memory = memoryOf(await redis.info('memory'));
    expect(memory?.used).toBeGreaterThan(0);
    expect(memory?.limit).toBeGreaterThan(memory?.used ?? 0);
  });

  it("has maxmemory as its limit, or the machine's memory without one", () => {
    expect(memoryOf(info(10, 2_048))).toEqual({ used: 10 * MIB, limit: 2_048 * MIB });
    expect(memoryOf(info(10, 0))).toEqual({ used: 10 * MIB, limit: 4_000 * MIB });
    expect(memoryOf('')).toBeUndefined();
  });

  it('is up below four fifths of the limit, and says from there on what to do', () => {
    expect(memoryHealth(memoryOf(info(1_638, 2_048))).state).toBe('up');
    expect(memoryHealth(memoryOf(info(1_740, 2_048)))).toMatchObject({
      state: 'degraded',
      detail:
        'Redis uses 1,740 of 2,048 MiB (84 %). A full Redis takes no votes into the lists: give it more memory (maxmemory) before that.',
    });
  });

  it('is warned of once by log, by health and by metrics, and is well again by itself', async () => {
    const said: unknown[] = [];
    const log = {
      warn: (_figures: unknown, text: string) => said.push(text.slice(0, 10)),
      info: (_figures: unknown, text: string) => said.push(text),
    } as unknown as Log;
    let used = 1_740;
    const full = { info: async () => info(used, 2_048) } as unknown as Redis;
    const health = new Health('ranking', new Date(0));
    const timer = new RedisMemoryTimer(full, health, log);
    timer.onApplicationBootstrap();
    try {
      await timer.look();
      await timer.look();
      expect(health.report().components['redis-memory']).toMatchObject({
        state: 'degraded',
        usedBytes: used * MIB,
      });
      expect((await metrics.text()).body).toMatch(/^paperboy_redis_used_bytes(\{.*\})? 1824522240$/m);
      used = 100;
      await timer.look();
      expect(health.report().status).toBe('up');
      expect(said).toEqual(['Redis uses', 'Redis has room again.']);
    } finally {
      timer.onModuleDestroy();
    }
  });
});
