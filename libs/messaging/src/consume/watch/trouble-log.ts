import type { Log } from '@paperboy/platform';
import type { PartitionTrouble } from '../partition-failures.js';
import type { TopicPartition } from '../received-event.js';

const MOST_TOLD_TYPES = 20;

const WORDS: Record<PartitionTrouble['kind'], string> = {
  alarm: 'Too many events in a row could not be taken: the partition pauses. Look for a bad deployment.',
  parked: 'Event parked in the dead letters.',
  retry: 'Handling failed and is tried again.',
  recovered: 'Partition flows again.',
  skipped:
    'Events of a type that this version does not know are passed over. Roll this service out as well, and rebuild its read models.',
};

const LEVELS = { alarm: 'error', parked: 'warn', retry: 'warn', recovered: 'info', skipped: 'warn' } as const;

/** Logs the failures on a consumer's partitions, and their ends. */
export class TroubleLog {
  /** Unknown types that were logged: one line for each. */
  private readonly toldTypes = new Set<string>();

  constructor(
    private readonly log: Log,
    private readonly group: string,
  ) {}

  tell(place: TopicPartition, { kind, offset, code, error }: PartitionTrouble): void {
    if (kind === 'skipped' && !this.isNews(place, code)) return;
    const fields = { group: this.group, ...place, offset: String(offset), code, err: error };
    this.log[LEVELS[kind]](fields, WORDS[kind]);
  }

  private isNews({ topic }: TopicPartition, type = ''): boolean {
    const { toldTypes } = this;
    const told = `${topic}/${type.slice(0, 100)}`;
    // Types come from outside: more of them than a topic ever has are counted and not logged.
    if (toldTypes.has(told) || toldTypes.size >= MOST_TOLD_TYPES) return false;
    toldTypes.add(told);
    return true;
  }
}
