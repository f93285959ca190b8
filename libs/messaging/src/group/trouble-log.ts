import type { Log } from '@paperboy/platform';
import type { Trouble } from '../consume/partition-reader.js';
import type { TopicPartition } from '../consume/received-event.js';

const WORDS: Record<Trouble['kind'], string> = {
  alarm: 'Too many events in a row could not be taken: the partition pauses. Look for a bad deployment.',
  parked: 'Event parked in the dead letters.',
  retry: 'Handling failed and is tried again.',
  recovered: 'Partition flows again.',
};

const LEVELS = { alarm: 'error', parked: 'warn', retry: 'warn', recovered: 'info' } as const;

/** Says in the log what went wrong on a partition, or that it flows again. */
export function logTrouble(log: Log, group: string, place: TopicPartition, trouble: Trouble): void {
  const { kind, offset, code, error } = trouble;
  log[LEVELS[kind]]({ group, ...place, offset: String(offset), code, err: error }, WORDS[kind]);
}
