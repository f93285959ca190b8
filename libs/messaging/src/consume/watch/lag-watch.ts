import type { TopicContract } from '@paperboy/contracts';
import type { Log } from '@paperboy/platform';
import type { Admin } from 'kafkajs';
import type { TopicPartition } from '../received-event.js';
import type { ConsumerFigures } from './consumer-figures.js';

/** The dependencies of the lag watch. */
export interface LagWatchParts {
  admin: Admin;
  groupId: string;
  /** The topics by their names on Kafka. */
  byName: ReadonlyMap<string, TopicContract>;
  figures: ConsumerFigures;
  /** Whether the group commits its offsets to the broker. */
  committed: boolean;
  /** The partitions that are read here; none while the consumer is out of its group. */
  places: () => TopicPartition[];
  log: Log;
}

/** Asks the broker for the ends of the topics, since no fetch reports the end of a paused or idle partition. */
export class LagWatch {
  private asking = false;

  constructor(private readonly parts: LagWatchParts) {}

  /** Brings the figures up to date; never throws. */
  async ask(): Promise<void> {
    const { admin, byName, figures, groupId, log, places } = this.parts;
    if (this.asking || places().length === 0) return;
    this.asking = true;
    try {
      await admin.connect();
      for (const [name, topic] of byName) figures.ends(topic.name, await admin.fetchTopicOffsets(name));
      await this.askCommitted();
    } catch (error) {
      log.debug({ group: groupId, error: String(error) }, 'The ends of topics could not be read.');
    } finally {
      this.asking = false;
    }
  }

  /** The positions of partitions of which nothing was read since the assignment: the group's committed offsets. */
  private async askCommitted(): Promise<void> {
    const { admin, byName, committed, figures, groupId, places } = this.parts;
    const unknown = places().filter((place) => !figures.knows(place));
    if (!committed || unknown.length === 0) return;
    const answers = await admin.fetchOffsets({ groupId, topics: [...byName.keys()] });
    for (const { topic: name, partitions } of answers) {
      const topic = byName.get(name)?.name;
      for (const { partition, offset } of partitions) {
        const place = unknown.find((one) => one.topic === topic && one.partition === partition);
        // -1 stands for a partition in which the group has committed nothing yet.
        if (place && !figures.knows(place)) figures.consumed(place, BigInt(Math.max(0, Number(offset))));
      }
    }
  }
}
