import { partitionKey, type TopicPartition } from './received-event.js';

/** The first and the next offset of a partition, as decimal strings. */
export interface Watermarks {
  partition: number;
  low: string;
  high: string;
}

/**
 * The stored positions that are outside of the log: behind its end or before its beginning. Position 0 is never
 * outside, since nothing was read yet and reading begins at the log's beginning.
 */
export function outsideLog(
  places: readonly TopicPartition[],
  positions: ReadonlyMap<string, bigint>,
  watermarks: ReadonlyMap<string, readonly Watermarks[]>,
): Map<string, bigint> {
  const outside = new Map<string, bigint>();
  for (const place of places) {
    const key = partitionKey(place);
    const position = positions.get(key) ?? 0n;
    const range = watermarks.get(place.topic)?.find(({ partition }) => partition === place.partition);
    if (position === 0n || !range) continue;
    if (position > BigInt(range.high) || position < BigInt(range.low)) outside.set(key, position);
  }
  return outside;
}
