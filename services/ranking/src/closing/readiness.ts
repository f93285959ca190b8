/** The catalog's answer about one of its collections: the last published offset of each partition. */
export interface Published {
  settled: boolean;
  positions: Readonly<Record<string, string>>;
}

/**
 * Whether everything published has been read. `positions` holds the offset of the last data record of each partition.
 * `read` holds the next offset to read, by `topic/partition`, which must be beyond it.
 */
export function hasRead(topic: string, published: Published, read: ReadonlyMap<string, bigint>): boolean {
  if (!published.settled) return false;
  return Object.entries(published.positions).every(
    ([partition, offset]) => (read.get(`${topic}/${partition}`) ?? 0n) > BigInt(offset),
  );
}
