/** The index is behind while it lacks more records than this. It takes so many within seconds. */
const BEHIND = 2_000n;
/** An index that has taken nothing for this long holds nobody up. */
const STUCK_AFTER_MS = 10_000;

/** How far the index has read the papers, compared with what this replica's relay has published. */
export class FeedLag {
  private readonly next = new Map<number, bigint>();
  private tookAt = Number.NEGATIVE_INFINITY;

  /** The index has taken a batch of papers. `now` is in ms of a clock that never goes back. */
  took({ partition, nextOffset }: { partition: number; nextOffset: bigint }, now: number): void {
    this.next.set(partition, nextOffset);
    this.tookAt = now;
  }

  /** Whether the index has to catch up first. `published` has the last offset published on each partition. */
  isBehind(published: ReadonlyMap<number, bigint>, now: number): boolean {
    if (now - this.tookAt > STUCK_AFTER_MS) return false;
    let lacks = 0n;
    for (const [partition, last] of published) {
      const next = this.next.get(partition);
      if (next !== undefined && next <= last) lacks += last + 1n - next;
    }
    return lacks > BEHIND;
  }
}
