import { Injectable } from '@nestjs/common';
import { consumers } from '@paperboy/contracts';
import { KeepsOffsets, type OwnOffsets, partitionKey, type TopicPartition } from '@paperboy/messaging';
import { FirstGeneration } from '../generation/first-generation.store.js';
import { GenerationStore } from '../generation/generation.store.js';
import { ReadOffsets } from '../generation/read-offsets.js';
import { LiveLists } from '../live/live-lists.store.js';

/** The positions of both consumers, which Redis stores with the lists. */
@KeepsOffsets(consumers.rankingVotes, consumers.rankingPapers)
@Injectable()
export class OffsetStore implements OwnOffsets {
  constructor(
    private readonly state: LiveLists,
    private readonly lists: FirstGeneration,
    private readonly generations: GenerationStore,
    private readonly reached: ReadOffsets,
  ) {}

  async positions(_group: string, partitions: TopicPartition[]): Promise<Map<string, bigint>> {
    await this.lists.begin();
    // Also after Redis was restored from an older copy: papers are placed by these days.
    await this.lists.mendEarlyDays();
    const stored = await this.state.positions();
    const positions = new Map<string, bigint>();
    for (const partition of partitions) {
      const source = partitionKey(partition);
      const offset = stored.get(source);
      this.reached.note(source, offset ?? 0n);
      if (offset !== undefined) positions.set(source, offset);
    }
    return positions;
  }

  /** Drops the lists as if Redis had lost them; they are read again from the beginning. */
  async startOver(outside: ReadonlyMap<string, bigint>): Promise<void> {
    await this.generations.dropCurrent(outside);
  }
}
