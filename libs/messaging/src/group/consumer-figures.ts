import { metrics } from '@paperboy/platform';
import type { Handling, Trouble } from '../consume/partition-reader.js';
import { partitionKey, type TopicPartition } from '../consume/received-event.js';

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
const alarms = metrics.gauge({
  name: 'paperboy_consumer_alarm',
  help: '1 while a partition is paused because too many events in a row could not be taken.',
  labelNames: ['group', 'topic', 'partition'],
});

interface Figure {
  place: TopicPartition;
  consumed?: bigint;
  end?: bigint;
}

/** The numbers of one consumer: lag by partition, handling time, retries, dead letters. */
export class ConsumerFigures {
  private readonly partitions = new Map<string, Figure>();

  constructor(private readonly group: string) {}

  /** A partition was read to before this offset. */
  consumed(place: TopicPartition, offset: bigint): void {
    const figure = this.figure(place);
    figure.consumed = offset;
    this.show(figure);
  }

  /** Whether it is known how far a partition was read. */
  knows(place: TopicPartition): boolean {
    return this.partitions.get(partitionKey(place))?.consumed !== undefined;
  }

  /** A batch was taken, and the broker said where the partition ended then. */
  taken(place: TopicPartition, offset: bigint, end: bigint): void {
    const figure = this.figure(place);
    figure.consumed = offset;
    if (figure.end === undefined || end > figure.end) figure.end = end;
    this.show(figure);
  }

  /** Where the partitions of a topic end, as the broker answers when asked. */
  ends(topic: string, answers: readonly { partition: number; high: string; low: string }[]): void {
    for (const { partition, high, low } of answers) {
      const figure = this.partitions.get(partitionKey({ topic, partition }));
      if (!figure) continue;
      figure.end = BigInt(high);
      if (figure.consumed === undefined && high === low) figure.consumed = BigInt(high);
      this.show(figure);
    }
  }

  /** A partition went to another member. */
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

  /** Whether each of these partitions is known to be read to its end. */
  caughtUp(keys: Iterable<string>): boolean {
    const lag = this.lag();
    return [...keys].every((key) => lag.get(key) === 0n);
  }

  trouble(place: TopicPartition, { kind, code }: Trouble): void {
    if (kind === 'retry') retries.inc({ group: this.group, topic: place.topic });
    if (kind === 'parked') parked.inc({ group: this.group, topic: place.topic, code: code ?? 'unknown' });
    if (kind === 'alarm') alarms.set(this.labels(place), 1);
    if (kind === 'recovered') alarms.set(this.labels(place), 0);
  }

  /** The same handling with its time measured, for a partition that is read anew. */
  timed(place: TopicPartition, handling: Handling): Handling {
    this.figure(place);
    // Whoever read it before may have gone with an alarm.
    alarms.set(this.labels(place), 0);
    const measure = <Argument>(handle: (argument: Argument) => Promise<void>) => {
      const labels = { group: this.group, topic: place.topic };
      return async (argument: Argument): Promise<void> => {
        const end = seconds.startTimer(labels);
        try {
          await handle(argument);
          end({ outcome: 'done' });
        } catch (error) {
          end({ outcome: 'failed' });
          throw error;
        }
      };
    };
    return handling.kind === 'event'
      ? { kind: 'event', handle: measure(handling.handle) }
      : { kind: 'batch', handle: measure(handling.handle) };
  }

  private figure(place: TopicPartition): Figure {
    const key = partitionKey(place);
    const known = this.partitions.get(key);
    if (known) return known;
    const figure: Figure = { place };
    this.partitions.set(key, figure);
    return figure;
  }

  private labels({ topic, partition }: TopicPartition): { group: string; topic: string; partition: string } {
    return { group: this.group, topic, partition: String(partition) };
  }

  private show({ place, consumed, end }: Figure): void {
    if (consumed === undefined || end === undefined) return;
    lagGauge.set(this.labels(place), Number(end > consumed ? end - consumed : 0n));
  }
}
