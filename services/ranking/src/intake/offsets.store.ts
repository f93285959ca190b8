import { Injectable } from '@nestjs/common';
import { consumers } from '@paperboy/contracts';
import { KeepsOffsets, type OwnOffsets, partitionKey, type TopicPartition } from '@paperboy/messaging';
import { RankingState } from '../state/ranking-state.store.js';
import { Lists } from './lists.store.js';
import { Reached } from './reached.js';

/** Where both consumers have read to: what Redis says, beside the lists themselves. */
@KeepsOffsets(consumers.rankingVotes, consumers.rankingPapers)
@Injectable()
export class OffsetStore implements OwnOffsets {
  constructor(
    private readonly state: RankingState,
    private readonly lists: Lists,
    private readonly reached: Reached,
  ) {}

  async positions(_group: string, partitions: TopicPartition[]): Promise<Map<string, bigint>> {
    await this.lists.begin();
    // Also when Redis went back: papers are placed by these days.
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
}
