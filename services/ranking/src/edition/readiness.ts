/** What the catalog answers about one of its collections: the last published offset of each partition. */
export interface Published {
  settled: boolean;
  positions: Readonly<Record<string, string>>;
}

/**
 * Whether all that was published has been read. `positions` tells the offset of the last data record of a partition;
 * `read` the next offset to read, by `topic/partition`, which must stand beyond it.
 */
export function hasRead(topic: string, published: Published, read: ReadonlyMap<string, bigint>): boolean {
  if (!published.settled) return false;
  return Object.entries(published.positions).every(
    ([partition, offset]) => (read.get(`${topic}/${partition}`) ?? 0n) > BigInt(offset),
  );
}
