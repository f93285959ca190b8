import { metrics } from '@paperboy/platform';
import type { PartitionTrouble } from '../partition-failures.js';
import { partitionKey, type TopicPartition } from '../received-event.js';

const lagGauge = metrics.gauge({
  name: 'paperboy_consumer_lag_records',
  help: 'Records of a partition that this member has not taken yet, transaction markers left out where known.',
  labelNames: ['group', 'topic', 'partition'],
});
const seconds = metrics.histogram({
  name: 'paperboy_consumer_handling_seconds',
  help: 'Time that handlers of events or batches took.',
  labelNames: ['group', 'topic', 'outcome'],
  buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
});
const retries = metrics.counter({
  name: 'paperboy_consumer_retries_total',
  help: 'Times that handling failed and was tried again.',
  labelNames: ['group', 'topic'],
});
const parked = metrics.counter({
  name: 'paperboy_dead_letters_total',
  help: 'Events that were parked in the dead letters.',
  labelNames: ['group', 'topic', 'code'],
});
const skipped = metrics.counter({
  name: 'paperboy_consumer_skipped_total',
  help: 'Events of a type that this version does not know, which were passed over.',
  labelNames: ['group', 'topic'],
});
const alarms = metrics.gauge({
  name: 'paperboy_consumer_alarm',
  help: '1 while a partition is paused because too many events in a row could not be taken.',
  labelNames: ['group', 'topic', 'partition'],
});

interface ConsumerFigure {
  place: TopicPartition;
  consumed?: bigint;
  end?: bigint;
  /** The end of the partition when the broker first reported it. */
  firstEnd?: bigint;
}

/** The metrics of one consumer: lag by partition, handling time, retries, dead letters. */
export class ConsumerFigures {
  private readonly partitions = new Map<string, ConsumerFigure>();

  constructor(private readonly group: string) {}

  /** A partition was read up to this offset, exclusive. */
  consumed(place: TopicPartition, offset: bigint): void {
    const figure = this.figure(place);
    figure.consumed = offset;
    this.show(figure);
  }

  /** Whether the position in a partition is known. */
  knows(place: TopicPartition): boolean {
    return this.partitions.get(partitionKey(place))?.consumed !== undefined;
  }

  /** A batch was read, and its fetch reported the end of the partition. */
  taken(place: TopicPartition, offset: bigint, end: bigint): void {
    const figure = this.figure(place);
    figure.consumed = offset;
    if (figure.end === undefined || end > figure.end) figure.end = end;
    this.show(figure);
  }

  /** The ends of a topic's partitions, as the broker answered. */
  ends(topic: string, answers: readonly { partition: number; high: string; low: string }[]): void {
    for (const { partition, high, low } of answers) {
      const figure = this.partitions.get(partitionKey({ topic, partition }));
      if (!figure) continue;
      figure.end = BigInt(high);
      figure.firstEnd ??= figure.end;
      if (figure.consumed === undefined && high === low) figure.consumed = BigInt(high);
      this.show(figure);
    }
  }

  /** A partition was assigned to another member. */
  forget(key: string): void {
    const place = this.partitions.get(key)?.place;
    this.partitions.delete(key);
    if (!place) return;
    lagGauge.remove(this.labels(place));
    alarms.remove(this.labels(place));
  }

  lag(): Map<string, bigint> {
    const lag = new Map<string, bigint>();
    for (const [key, { consumed, end }] of this.partitions) {
      if (consumed !== undefined && end !== undefined) lag.set(key, end > consumed ? end - consumed : 0n);
    }
    return lag;
  }

  /** Whether each of these partitions was read up to the end that the broker first reported. */
  hasReadBacklog(keys: Iterable<string>): boolean {
    return [...keys].every((key) => {
      const { consumed, firstEnd } = this.partitions.get(key) ?? {};
      return consumed !== undefined && firstEnd !== undefined && consumed >= firstEnd;
    });
  }

  trouble(place: TopicPartition, { kind, code }: PartitionTrouble): void {
    if (kind === 'retry') retries.inc({ group: this.group, topic: place.topic });
    if (kind === 'parked') parked.inc({ group: this.group, topic: place.topic, code: code ?? 'unknown' });
    if (kind === 'skipped') skipped.inc({ group: this.group, topic: place.topic });
    if (kind === 'alarm') alarms.set(this.labels(place), 1);
    if (kind === 'recovered') alarms.set(this.labels(place), 0);
  }

  /** A partition was assigned to this member. */
  assigned(place: TopicPartition): void {
    this.figure(place);
    // The member that read it before may have left the group with an alarm.
    alarms.set(this.labels(place), 0);
  }

  /** Starts to measure a handler. Call the returned function when the handler has ended. */
  startTimer({ topic }: TopicPartition): (outcome: 'done' | 'failed') => void {
    const end = seconds.startTimer({ group: this.group, topic });
    return (outcome) => end({ outcome });
  }

  private figure(place: TopicPartition): ConsumerFigure {
    const key = partitionKey(place);
    const known = this.partitions.get(key);
    if (known) return known;
    const figure: ConsumerFigure = { place };
    this.partitions.set(key, figure);
    return figure;
  }

  private labels({ topic, partition }: TopicPartition): { group: string; topic: string; partition: string } {
    return { group: this.group, topic, partition: String(partition) };
  }

  private show({ place, consumed, end }: ConsumerFigure): void {
    if (consumed === undefined || end === undefined) return;
    lagGauge.set(this.labels(place), Number(end > consumed ? end - consumed : 0n));
  }
}
