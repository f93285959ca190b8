import type { ComponentHealth } from '@paperboy/platform';

/** A handler counts as stuck after this time, and a silent broker as away. */
export const STALLED_AFTER_MS = 30_000;

/** The state of a consumer, from which its health follows. */
export interface ConsumerState {
  joined: boolean;
  lastError: string | undefined;
  partitions: readonly { reader: { failures: { alarmed: boolean; retrying: boolean } } }[];
  /** When the handlers at work began, in ms. */
  inHandSince: readonly number[];
  lag: ReadonlyMap<string, bigint>;
  now: number;
}

/** The health of a consumer: degraded while it is outside of its group, stuck, alarmed or retrying. */
export function consumerHealth({
  joined,
  lastError,
  partitions,
  inHandSince,
  lag,
  now,
}: ConsumerState): ComponentHealth {
  const alarmed = partitions.filter(({ reader }) => reader.failures.alarmed).length;
  const retrying = partitions.filter(({ reader }) => reader.failures.retrying).length;
  const behind = Number([...lag.values()].reduce((sum, one) => sum + one, 0n));
  const numbers = { partitions: partitions.length, lag: behind, retrying, alarmed };
  const degraded = (detail: string): ComponentHealth => ({ state: 'degraded', detail, ...numbers });
  if (!joined) return degraded(lastError ?? 'Not in its group yet.');
  if (alarmed > 0) return degraded('Too many events in a row could not be taken.');
  if (now - Math.min(...inHandSince) > STALLED_AFTER_MS) return degraded('A handler does not end.');
  if (retrying > 0) return degraded('Partitions wait to try again.');
  return { state: 'up', ...numbers };
}
