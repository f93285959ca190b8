import type { Log } from '@paperboy/platform';
import type { TopicOffsets, TopicPartitionOffset } from 'kafkajs';

/** How offsets are committed: through the consumer, or through a batch in hand. */
export type Commit = (offsets: TopicPartitionOffset[]) => Promise<unknown>;

/** Collects the offsets to commit, since a commit after each batch would cost each batch a round trip. */
export class OffsetCommits {
  private readonly dirty = new Map<string, { topic: string; partition: number; offset: string }>();
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly group: string,
    private readonly log: Log,
  ) {}

  /** The next offset of a partition, by the topic's name on Kafka. */
  reached(key: string, { topic, partition }: { topic: string; partition: number }, offset: bigint): void {
    this.dirty.set(key, { topic, partition, offset: String(offset) });
  }

  /** The partitions may belong to others now. */
  forget(): void {
    this.dirty.clear();
  }

  /**
   * Commits the collected offsets; never throws. Commits run one after the other, so that the end of a membership cuts
   * off none that began before.
   */
  commit(commit: Commit): Promise<void> {
    this.last = this.last.then(() => this.commitDirty(commit));
    return this.last;
  }

  private async commitDirty(commit: Commit): Promise<void> {
    if (this.dirty.size === 0) return;
    const offsets = [...this.dirty.values()];
    this.dirty.clear();
    try {
      await commit(offsets);
    } catch (error) {
      // The events are read again after the next assignment, and then change nothing.
      this.log.debug({ group: this.group, error: String(error) }, 'Offsets could not be committed.');
    }
  }
}

/** The same offsets, topic by topic. */
export function byTopic(offsets: readonly TopicPartitionOffset[]): TopicOffsets[] {
  const names = [...new Set(offsets.map(({ topic }) => topic))];
  return names.map((name) => ({
    topic: name,
    partitions: offsets
      .filter(({ topic }) => topic === name)
      .map(({ partition, offset }) => ({ partition, offset })),
  }));
}
