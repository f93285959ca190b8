import type { EachBatchPayload } from 'kafkajs';
import type { Assignment, Partition } from './assignment.js';
import type { MemberState } from './consumer-parts.js';
import { byTopic, type Commit, type OffsetCommits } from './offset-commits.js';
import type { StoredMessage } from './partition-failures.js';
import type { ReadStep } from './partition-reader.js';
import { partitionKey } from './received-event.js';
import type { ConsumerFigures } from './watch/consumer-figures.js';

const HEARTBEAT_EVERY_MS = 1_000;
const IN_HAND_RETRY_MS = 100;

/** A fetch of a partition that held transaction markers and no events. Offsets as decimal strings. */
export interface PassedMarkers {
  /** The topic's name on Kafka. */
  topic: string;
  partition: number;
  lastOffset: string;
  highWatermark: string;
}

/** The dependencies of the intake. */
export interface BatchIntakeParts {
  assignment: Assignment;
  commits: OffsetCommits;
  figures: ConsumerFigures;
  state: Readonly<MemberState>;
  /** Whether the service keeps the offsets by itself. */
  ownOffsets: boolean;
}

/**
 * Takes the batches that kafkajs fetched. Hands each to the reader of its partition, sends heartbeats meanwhile, and
 * moves the partition's offset as far as the reader came.
 */
export class BatchIntake {
  /** When the work on each partition's batch in hand began, in ms since 1970. */
  private readonly inHand = new Map<string, number>();

  constructor(private readonly parts: BatchIntakeParts) {}

  /** When the handlers at work began, in ms since 1970. */
  get handlingSince(): number[] {
    return [...this.inHand.values()];
  }

  /** Whether a batch of this partition is in hand. */
  isHandling(key: string): boolean {
    return this.inHand.has(key);
  }

  /** Handles a batch; resolves when its partition may be fetched again. */
  async take(payload: EachBatchPayload): Promise<void> {
    const { assignment, commits, ownOffsets, state } = this.parts;
    const { batch } = payload;
    const useless = (): boolean => state.finishing || state.over || payload.isStale() || !payload.isRunning();
    if (useless()) return;
    const partition = assignment.find(batch.topic, batch.partition);
    const first = batch.messages[0];
    if (!partition || partition.timer || !first) return;
    const key = partitionKey(partition.place);
    // A batch from before a rebalance must end first, since two batches of a partition at once would break its order.
    if (this.inHand.has(key)) return assignment.pauseFor(IN_HAND_RETRY_MS, partition, payload.pause);
    const from = ownOffsets ? partition.position : BigInt(first.offset);
    if (from === undefined) return;
    let rejoin: unknown;
    const beat = setInterval(() => {
      payload.heartbeat().catch((error: unknown) => {
        rejoin = error;
      });
    }, HEARTBEAT_EVERY_MS);
    this.inHand.set(key, Date.now());
    try {
      const messages = batch.messages.map((message) => ({ ...message, offset: BigInt(message.offset) }));
      const step = await partition.reader.take(messages, from, () => rejoin !== undefined || useless());
      this.moved(partition, payload, messages, step);
    } finally {
      clearInterval(beat);
      this.inHand.delete(key);
    }
    // A consumer that stops can no longer commit, but its batches in hand still can.
    const commit: Commit = (offsets) => payload.commitOffsetsIfNecessary({ topics: byTopic(offsets) });
    if (!state.over && (state.finishing || rejoin !== undefined)) await commits.commit(commit);
    // This error makes kafkajs join the group again.
    if (rejoin !== undefined && !state.finishing) throw rejoin;
  }

  /** A fetch that held transaction markers only: nothing is handled, but the offset moves. */
  passMarkers(seen: PassedMarkers): void {
    const { assignment, commits, figures, ownOffsets } = this.parts;
    const partition = assignment.find(seen.topic, seen.partition);
    if (!partition || partition.timer) return;
    const next = BigInt(seen.lastOffset) + 1n;
    figures.taken(partition.place, next, BigInt(seen.highWatermark));
    if (!ownOffsets) commits.reached(partitionKey(partition.place), seen, next);
  }

  /** Moves the offset of a partition, and pauses or repositions it where its reader asks for that. */
  private moved(
    partition: Partition,
    { batch, pause, resolveOffset }: EachBatchPayload,
    messages: readonly StoredMessage[],
    step: ReadStep,
  ): void {
    const { assignment, commits, figures, ownOffsets } = this.parts;
    const key = partitionKey(partition.place);
    // The partition was assigned again, here or to another member, while this batch was in hand. So the result of the
    // batch does not count for the new assignment.
    if (!assignment.holds(partition)) {
      if (!assignment.partitions.has(key)) figures.forget(key);
      return;
    }
    const end = (messages.at(-1) as StoredMessage).offset + 1n;
    const whole = step.next >= end;
    if (step.next > (messages[0] as StoredMessage).offset) {
      resolveOffset(String((whole ? end : step.next) - 1n));
      const reached = whole ? BigInt(batch.lastOffset()) + 1n : step.next;
      figures.taken(partition.place, reached, BigInt(batch.highWatermark));
      if (ownOffsets) partition.position = step.next;
      else commits.reached(key, batch, reached);
    }
    if (step.reposition) void assignment.seekToStored([partition]);
    else if (step.waitMs !== undefined) assignment.pauseFor(step.waitMs, partition, pause);
  }
}
