import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@paperboy/platform';
import type { Consumer } from 'kafkajs';
import { backOffMs } from '../consume/back-off.js';
import { type OwnOffsets, partitionKey } from '../consume/received-event.js';
import type { ConsumerFigures } from './consumer-figures.js';
import type { Partition } from './consumer-parts.js';

const ASK_AGAIN = { firstMs: 100, mostMs: 2_000 };

/** What is needed to ask for positions and to seek. */
export interface SeekParts {
  consumer: Consumer;
  /** The group's name in the contracts. */
  group: string;
  ownOffsets: OwnOffsets | undefined;
  nameOf: (name: string) => string;
  figures: ConsumerFigures;
  log: Log;
}

/**
 * Pauses partitions, asks the service that keeps their offsets where they stand, again until it answers, and reads on
 * from there. Gives up when `current` says that the partitions belong to another membership or generation.
 */
export async function seekToStored(
  { consumer, group, ownOffsets, nameOf, figures, log }: SeekParts,
  partitions: readonly Partition[],
  current: () => boolean,
): Promise<void> {
  if (!ownOffsets) throw new Error(`Nobody keeps the offsets of ${group}.`);
  for (const partition of partitions) {
    partition.position = undefined;
    clearTimeout(partition.timer);
    partition.timer = undefined;
  }
  const pausable = partitions.map(({ place }) => ({
    topic: nameOf(place.topic),
    partitions: [place.partition],
  }));
  consumer.pause(pausable);
  for (let failures = 1; current(); failures += 1) {
    try {
      const positions = await ownOffsets.positions(
        group,
        partitions.map(({ place }) => place),
      );
      if (!current()) return;
      for (const partition of partitions) {
        const { place } = partition;
        partition.position = positions.get(partitionKey(place)) ?? 0n;
        partition.reader.movedTo(partition.position);
        figures.consumed(place, partition.position);
        const offset = String(partition.position);
        consumer.seek({ topic: nameOf(place.topic), partition: place.partition, offset });
      }
      consumer.resume(pausable);
      return;
    } catch (error) {
      if (failures === 1) log.warn({ group, err: error }, 'Positions can not be read; asking again.');
      await sleep(backOffMs(failures, ASK_AGAIN), undefined, { ref: false });
    }
  }
}
