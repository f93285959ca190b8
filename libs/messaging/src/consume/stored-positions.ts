import { setTimeout as sleep } from 'node:timers/promises';
import type { EventConsumerParts } from './consumer-parts.js';
import { outsideLog, type Watermarks } from './log-range.js';
import type { OwnOffsets, TopicPartition } from './received-event.js';
import type { ConsumerFigures } from './watch/consumer-figures.js';

const OUTSIDE_FOR_MS = 1_000;

/** Reads the positions of a service with own offsets, and makes the service start over when Kafka does not hold them. */
export class StoredPositions {
  constructor(
    private readonly parts: EventConsumerParts,
    private readonly figures: ConsumerFigures,
    /** Asks the broker, by a topic's name on Kafka. */
    private readonly watermarksOf: (topicName: string) => Promise<Watermarks[]>,
  ) {}

  /**
   * The stored positions, under `partitionKey`. Undefined when the service had to start over, so that they have to be
   * read again, and when the partitions are no longer the `current` ones.
   */
  async read(
    ownOffsets: OwnOffsets,
    places: readonly TopicPartition[],
    current: () => boolean,
  ): Promise<ReadonlyMap<string, bigint> | undefined> {
    const positions = await ownOffsets.positions(this.parts.contract.group, [...places]);
    const outside = await this.outside(places, positions);
    if (!current()) return undefined;
    if (outside.size === 0) return positions;
    await this.startOver(ownOffsets, outside);
    return undefined;
  }

  /**
   * The positions that Kafka does not hold. Asks twice, since a broker that has just restarted may know less at first.
   */
  private async outside(
    places: readonly TopicPartition[],
    positions: ReadonlyMap<string, bigint>,
  ): Promise<Map<string, bigint>> {
    const look = async () => {
      const marks = new Map<string, Watermarks[]>();
      for (const topic of new Set(places.map((place) => place.topic)))
        marks.set(topic, await this.watermarksOf(this.parts.nameOf(topic)));
      return outsideLog(places, positions, marks);
    };
    const first = await look();
    if (first.size === 0) return first;
    await sleep(OUTSIDE_FOR_MS, undefined, { ref: false });
    return look();
  }

  private async startOver(ownOffsets: OwnOffsets, outside: ReadonlyMap<string, bigint>): Promise<void> {
    const { contract, log } = this.parts;
    log.error(
      { group: contract.group, positions: [...outside].map(([place, position]) => `${place}: ${position}`) },
      'Kafka does not hold the stored positions: a topic was made anew or lost records. The read model starts over.',
    );
    for (const key of outside.keys()) this.figures.forget(key);
    await ownOffsets.startOver(outside);
  }
}
