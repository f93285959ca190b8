import type { TopicContract } from '@paperboy/contracts';
import { crashPoint } from '../crash-point.js';
import { decodeEvent, PoisonEvent, UnknownType } from '../kafka/cloud-event.js';
import { type FailureParts, PartitionFailures, type StoredMessage } from './partition-failures.js';
import { type EventBatch, OffsetMismatch, type ReceivedEvent } from './received-event.js';

/** A consumer's handlers: of one event at a time, or of batches. */
export type Handling =
  | { kind: 'event'; handle: (event: ReceivedEvent<unknown>) => Promise<void> }
  | { kind: 'batch'; handle: (batch: EventBatch) => Promise<void> };

/** How far a reader came, and whether it has to wait or to seek before it goes on. */
export interface ReadStep {
  /** The next offset to handle. */
  next: bigint;
  waitMs?: number;
  reposition?: true;
}

/** The dependencies of a reader. */
export interface ReaderParts extends FailureParts {
  topic: TopicContract;
  partition: number;
  handling: Handling;
  /** With own offsets, the handler gets an empty batch when only parked or skipped events are left. */
  ownOffsets: boolean;
  /** Starts to measure a handler. The returned function is called when the handler has ended. */
  startTimer: () => (outcome: 'done' | 'failed') => void;
}

interface Item {
  message: StoredMessage;
  event?: ReceivedEvent<unknown>;
  poison?: PoisonEvent;
  unknown?: UnknownType;
}

/** Hands the events of one partition to their handlers, in order, and answers how far it came. */
export class PartitionReader {
  readonly failures: PartitionFailures;

  constructor(private readonly parts: ReaderParts) {
    this.failures = new PartitionFailures(parts);
  }

  /** Handles messages from a position on, until they end, one fails, or `stop` says so between two events. */
  async take(messages: readonly StoredMessage[], from: bigint, stop: () => boolean): Promise<ReadStep> {
    const items = messages.filter((message) => message.offset >= from).map((message) => this.decode(message));
    let next = from;
    let stored = from;
    for (let i = 0; i < items.length; ) {
      if (stop()) break;
      const item = items[i] as Item;
      if (item.unknown) {
        this.parts.onTrouble({ kind: 'skipped', offset: item.message.offset, code: item.unknown.type });
        next = item.message.offset + 1n;
        i += 1;
        continue;
      }
      if (item.poison) {
        const waitMs = await this.failures.park(item.message, item.poison);
        if (waitMs !== undefined) return this.storeParked({ next, waitMs }, stored);
        next = item.message.offset + 1n;
        i += 1;
        continue;
      }
      let end = i;
      while (end < items.length && items[end]?.event) end += 1;
      const readable = items.slice(i, end);
      const step =
        this.parts.handling.kind === 'batch'
          ? await this.runBatch(readable, stored, stop, false)
          : await this.runEach(readable, stored, stop);
      stored = later(stored, step.next);
      next = later(next, step.next);
      const reached = { ...step, next: this.parts.ownOffsets ? stored : next };
      if (step.waitMs !== undefined || step.reposition) return reached;
      if (next <= (items[end - 1] as Item).message.offset) return reached;
      i = end;
    }
    return this.storeParked({ next }, stored);
  }

  private decode(message: StoredMessage): Item {
    const { topic, partition } = this.parts;
    try {
      return { message, event: decodeEvent(topic, { partition, offset: message.offset }, message) };
    } catch (error) {
      if (error instanceof PoisonEvent) return { message, poison: error };
      if (error instanceof UnknownType) return { message, unknown: error };
      throw error;
    }
  }

  /** With own offsets: has the service store a position behind events that were parked or skipped at the end. */
  private async storeParked(step: ReadStep, stored: bigint): Promise<ReadStep> {
    const { handling, ownOffsets } = this.parts;
    if (!ownOffsets || handling.kind !== 'batch' || step.next === stored) return step;
    try {
      await this.handleBatch([], stored, step.next);
      this.failures.movedTo(step.next);
      return step;
    } catch (error) {
      if (error instanceof OffsetMismatch) return { next: stored, reposition: true };
      return { next: stored, waitMs: this.failures.retry(stored, error) };
    }
  }

  private async runEach(items: readonly Item[], from: bigint, stop: () => boolean): Promise<ReadStep> {
    let next = from;
    for (const { event, message } of items) {
      if (stop()) break;
      try {
        await this.handleEvent(event as ReceivedEvent<unknown>);
        crashPoint('consumer.after-effect');
        this.failures.succeeded(message.offset);
      } catch (error) {
        const waitMs = await this.retryOrPark(message, error, false);
        if (waitMs !== undefined) return { next, waitMs };
      }
      next = message.offset + 1n;
      crashPoint('consumer.mid-batch');
    }
    return { next };
  }

  private async runBatch(
    items: readonly Item[],
    from: bigint,
    stop: () => boolean,
    isPart: boolean,
  ): Promise<ReadStep> {
    const last = (items.at(-1) as Item).message;
    const first = (items[0] as Item).message;
    const nextOffset = last.offset + 1n;
    try {
      await this.handleBatch(items, from, nextOffset);
      crashPoint('consumer.after-effect');
      this.failures.succeeded(last.offset);
      return { next: nextOffset };
    } catch (error) {
      if (error instanceof OffsetMismatch) return { next: from, reposition: true };
      if (items.length === 1) {
        const waitMs = await this.retryOrPark(first, error, isPart);
        if (waitMs !== undefined) return { next: from, waitMs };
        return this.storeParked({ next: nextOffset }, from);
      }
      const waitMs = this.failures.waitToRetry(first.offset, error, isPart);
      if (waitMs !== undefined) return { next: from, waitMs };
    }
    return this.halves(items, from, stop);
  }

  /** Splits a batch that can't be handled as a whole, until the failing event is found. */
  private async halves(items: readonly Item[], from: bigint, stop: () => boolean): Promise<ReadStep> {
    const middle = items.length >> 1;
    const left = await this.runBatch(items.slice(0, middle), from, stop, true);
    if (left.waitMs !== undefined || left.reposition || stop()) return left;
    if (left.next <= (items[middle - 1] as Item).message.offset) return left;
    crashPoint('consumer.mid-batch');
    return this.runBatch(items.slice(middle), left.next, stop, true);
  }

  private async handleEvent(event: ReceivedEvent<unknown>): Promise<void> {
    const { handling } = this.parts;
    if (handling.kind === 'event') await this.timed(() => handling.handle(event));
  }

  private async handleBatch(items: readonly Item[], firstOffset: bigint, nextOffset: bigint): Promise<void> {
    const { handling, partition, topic } = this.parts;
    const events = items.map((item) => item.event as ReceivedEvent<unknown>);
    const batch = { topic: topic.name, partition, events, firstOffset, nextOffset };
    if (handling.kind === 'batch') await this.timed(() => handling.handle(batch));
  }

  private async timed(handle: () => Promise<void>): Promise<void> {
    const end = this.parts.startTimer();
    try {
      await handle();
      end('done');
    } catch (error) {
      end('failed');
      throw error;
    }
  }

  /** Parks an event that failed for good. Returns milliseconds to wait instead while a retry may still succeed. */
  private async retryOrPark(
    message: StoredMessage,
    error: unknown,
    isPart: boolean,
  ): Promise<number | undefined> {
    const waitMs = this.failures.waitToRetry(message.offset, error, isPart);
    return waitMs ?? this.failures.park(message, error);
  }
}

function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
