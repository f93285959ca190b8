import type { ComponentHealth } from '@paperboy/platform';

/** The memory that Redis uses and may use, in bytes. */
export interface RedisMemory {
  used: number;
  limit: number;
}

/** Warns from this share on: with `noeviction` a full Redis refuses every vote. */
const WARN_SHARE = 0.8;
const MIB = 1_048_576;

/** Reads the answer to `INFO memory`; the limit is `maxmemory` or, without one, the memory of its machine. */
export function memoryOf(info: string): RedisMemory | undefined {
  const figure = (name: string) => Number(new RegExp(`^${name}:(\\d+)\\r?$`, 'm').exec(info)?.[1] ?? 0);
  const used = figure('used_memory');
  const limit = figure('maxmemory') || figure('total_system_memory');
  return used > 0 && limit > 0 ? { used, limit } : undefined;
}

/** The health of Redis' memory; up while it is unknown. */
export function memoryHealth(memory: RedisMemory | undefined): ComponentHealth {
  if (!memory) return { state: 'up' };
  const { used, limit } = memory;
  const figures = { usedBytes: used, limitBytes: limit };
  if (used < WARN_SHARE * limit) return { state: 'up', ...figures };
  const mib = (bytes: number) => Math.round(bytes / MIB).toLocaleString('en');
  const detail =
    `Redis uses ${mib(used)} of ${mib(limit)} MiB (${Math.floor((100 * used) / limit)} %). ` +
    'A full Redis takes no votes into the lists: give it more memory (maxmemory) before that.';
  return { state: 'degraded', detail, ...figures };
}
