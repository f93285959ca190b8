import type { TopicContract } from '@paperboy/contracts';
import { retriability } from '@paperboy/platform';
import { crashPoint } from '../crash-point.js';
import { decodeEvent, PoisonEvent, type RawMessage } from '../kafka/cloud-event.js';
import { type BackOff, backOffMs } from './back-off.js';
import { type EventBatch, OffsetMismatch, type ReceivedEvent } from './received-event.js';

/** A message of a partition with its offset. */
export interface StoredMessage extends RawMessage {
  offset: bigint;
}

/** Who does the work: one event at a time, or batches. */
export type Handling =
  | { kind: 'event'; handle: (event: ReceivedEvent<unknown>) => Promise<void> }
  | { kind: 'batch'; handle: (batch: EventBatch) => Promise<void> };

/** When to retry, when to park, and when to stop parking. */
export interface RetryPolicy {
  backOff: BackOff;
  /** How long an error of unknown kind is retried before its event is parked. */
  unknownForMs: number;
  /** After so many parked in a row the partition pauses: that is a bad deployment and not a bad event. */
  parkedInARow: number;
  /** How often a partition that paused for that reason tries again. */
  alarmRetryMs: number;
}

/** What design and tests agree on for real services. */
export const RETRY_POLICY: RetryPolicy = {
  backOff: { firstMs: 100, mostMs: 10_000 },
  unknownForMs: 60_000,
  parkedInARow: 20,
  alarmRetryMs: 30_000,
};

/** How far a reader came, and whether it has to wait or to ask for its position before it goes on. */
export interface Step {
  /** The next offset to handle. */
  next: bigint;
  waitMs?: number;
  reposition?: true;
}

/** What a reader needs of its surroundings. */
export interface ReaderParts {
  topic: TopicContract;
  partition: number;
  handling: Handling;
  /** With own offsets an empty batch is handed over when all that is left was parked. */
  ownOffsets: boolean;
  policy: RetryPolicy;
  now: () => number;
  park: (message: StoredMessage, code: string, reason: string) => Promise<void>;
  /** Tells of what went wrong, for log and metrics. */
  onTrouble: (trouble: Trouble) => void;
}

/** Something that went wrong on a partition, or `recovered`. */
export interface Trouble {
  kind: 'retry' | 'parked' | 'alarm' | 'recovered';
  offset: bigint;
  code?: string;
  error?: unknown;
}

interface Item {
  message: StoredMessage;
  event?: ReceivedEvent<unknown>;
  poison?: PoisonEvent;
}

/** Handles what stands on one partition, in order: retries in place, parks what can't be taken, and says how far it came. */
export class PartitionReader {
  private failing: { offset: bigint; since: number; times: number } | undefined;
  private parkedInARow = 0;
  private alarm: { offset: bigint; at: number } | undefined;
  private parkedThrough = -1n;

  constructor(private readonly parts: ReaderParts) {}

  /** Whether the partition stands still because too much was parked in a row. */
  get alarmed(): boolean {
    return this.alarm !== undefined;
  }

  /** Whether the last thing tried failed and will be tried again. */
  get retrying(): boolean {
    return this.failing !== undefined;
  }

  /** Reading goes on from there: what failed before it is done, here or by another replica, and will not be tried again. */
  movedTo(position: bigint): void {
    const isDone = (trouble: { offset: bigint } | undefined) =>
      trouble !== undefined && trouble.offset < position;
    const flows = isDone(this.failing) || isDone(this.alarm);
    if (isDone(this.failing)) this.failing = undefined;
    if (isDone(this.alarm)) this.alarm = undefined;
    if (flows) this.parts.onTrouble({ kind: 'recovered', offset: position });
  }

  /** Handles messages from a position on, until they end, one fails, or `stop` says so between two events. */
  async take(messages: readonly StoredMessage[], from: bigint, stop: () => boolean): Promise<Step> {
    const items = messages.filter((message) => message.offset >= from).map((message) => this.decode(message));
    let next = from;
    let stored = from;
    for (let i = 0; i < items.length; ) {
      if (stop()) break;
      const item = items[i] as Item;
      if (item.poison) {
        const wait = await this.park(item.message, item.poison);
        if (wait !== undefined) return this.settle({ next, waitMs: wait }, stored);
        next = item.message.offset + 1n;
        i += 1;
        continue;
      }
      let end = i;
      while (end < items.length && items[end]?.event) end += 1;
      const step = await this.run(items.slice(i, end), stored, stop, false);
      stored = later(stored, step.next);
      next = later(next, step.next);
      const reached = { ...step, next: this.parts.ownOffsets ? stored : next };
      if (step.waitMs !== undefined || step.reposition) return reached;
      if (next <= (items[end - 1] as Item).message.offset) return reached;
      i = end;
    }
    return this.settle({ next }, stored);
  }

  private decode(message: StoredMessage): Item {
    const { topic, partition } = this.parts;
    try {
      return { message, event: decodeEvent(topic, { partition, offset: message.offset }, message) };
    } catch (error) {
      if (error instanceof PoisonEvent) return { message, poison: error };
      throw error;
    }
  }

  /** Moves a position that the service keeps by itself past what was parked at the end. */
  private async settle(step: Step, stored: bigint): Promise<Step> {
    const { handling, ownOffsets } = this.parts;
    if (!ownOffsets || handling.kind !== 'batch' || step.next === stored) return step;
    try {
      await handling.handle(this.batch([], stored, step.next));
      this.movedTo(step.next);
      return step;
    } catch (error) {
      if (error instanceof OffsetMismatch) return { next: stored, reposition: true };
      return { next: stored, waitMs: this.retry(stored, error) };
    }
  }

  private batch(items: readonly Item[], firstOffset: bigint, nextOffset: bigint): EventBatch {
    const events = items.map((item) => item.event as ReceivedEvent<unknown>);
    return { topic: this.parts.topic.name, partition: this.parts.partition, events, firstOffset, nextOffset };
  }

  private run(items: readonly Item[], from: bigint, stop: () => boolean, impatient: boolean): Promise<Step> {
    return this.parts.handling.kind === 'batch'
      ? this.runBatch(items, from, stop, impatient)
      : this.runEach(items, from, stop);
  }

  private async runEach(items: readonly Item[], from: bigint, stop: () => boolean): Promise<Step> {
    const { handling } = this.parts;
    let next = from;
    for (const { event, message } of items) {
      if (stop()) break;
      try {
        if (handling.kind === 'event') await handling.handle(event as ReceivedEvent<unknown>);
        crashPoint('consumer.after-effect');
        this.succeeded(message.offset);
      } catch (error) {
        const wait = await this.failed(message, message.offset, error, false);
        if (wait !== undefined) return { next, waitMs: wait };
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
    impatient: boolean,
  ): Promise<Step> {
    const { handling } = this.parts;
    const last = (items.at(-1) as Item).message;
    const first = (items[0] as Item).message;
    const nextOffset = last.offset + 1n;
    try {
      if (handling.kind === 'batch') await handling.handle(this.batch(items, from, nextOffset));
      crashPoint('consumer.after-effect');
      this.succeeded(last.offset);
      return { next: nextOffset };
    } catch (error) {
      if (error instanceof OffsetMismatch) return { next: from, reposition: true };
      if (items.length === 1) {
        const wait = await this.failed(first, first.offset, error, impatient);
        if (wait !== undefined) return { next: from, waitMs: wait };
        return this.settle({ next: nextOffset }, from);
      }
      const wait = this.patience(first.offset, error, impatient);
      if (wait !== undefined) return { next: from, waitMs: wait };
    }
    return this.halves(items, from, stop);
  }

  /** Finds the guilty event of a batch that can't be taken as a whole. */
  private async halves(items: readonly Item[], from: bigint, stop: () => boolean): Promise<Step> {
    const middle = items.length >> 1;
    const left = await this.runBatch(items.slice(0, middle), from, stop, true);
    if (left.waitMs !== undefined || left.reposition || stop()) return left;
    if (left.next <= (items[middle - 1] as Item).message.offset) return left;
    crashPoint('consumer.mid-batch');
    return this.runBatch(items.slice(middle), left.next, stop, true);
  }

  private succeeded(offset: bigint): void {
    if (this.failing || this.alarmed) this.parts.onTrouble({ kind: 'recovered', offset });
    this.failing = undefined;
    this.alarm = undefined;
    this.parkedInARow = 0;
  }

  /** How long to wait before trying again; undefined when the patience is over or retrying is useless. */
  private patience(offset: bigint, error: unknown, impatient: boolean): number | undefined {
    const verdict = retriability(error);
    if (verdict === 'retriable') return this.retry(offset, error);
    if (verdict === 'final' || impatient) return undefined;
    const since = this.failing?.offset === offset ? this.failing.since : this.parts.now();
    return this.parts.now() - since < this.parts.policy.unknownForMs ? this.retry(offset, error) : undefined;
  }

  private retry(offset: bigint, error: unknown): number {
    const known =
      this.failing?.offset === offset ? this.failing : { offset, since: this.parts.now(), times: 0 };
    this.failing = { ...known, times: known.times + 1 };
    this.parts.onTrouble({ kind: 'retry', offset, error });
    return backOffMs(this.failing.times, this.parts.policy.backOff);
  }

  /** Parks the event of a handler that failed for good; a wait instead while it may still succeed. */
  private async failed(
    message: StoredMessage,
    offset: bigint,
    error: unknown,
    impatient: boolean,
  ): Promise<number | undefined> {
    const wait = this.patience(offset, error, impatient);
    return wait ?? this.park(message, error);
  }

  /** Parks one event; gives a wait when it can't be parked now, or when too many were parked in a row. */
  private async park(message: StoredMessage, error: unknown): Promise<number | undefined> {
    if (message.offset <= this.parkedThrough) return undefined;
    const { policy, now, onTrouble } = this.parts;
    if (this.parkedInARow >= policy.parkedInARow) {
      const { offset } = message;
      const waited = this.alarm !== undefined && now() - this.alarm.at >= policy.alarmRetryMs;
      // What no deployment could read is let through after the pause, so that garbage slows a partition but never ends it.
      if (waited && error instanceof PoisonEvent && error.hopeless) {
        this.parkedInARow = 0;
        this.movedTo(offset + 1n);
      } else {
        if (this.alarm === undefined || waited) this.alarm = { offset, at: now() };
        onTrouble({ kind: 'alarm', offset, error });
        return policy.alarmRetryMs;
      }
    }
    const code = error instanceof PoisonEvent ? error.code : codeOf(error);
    try {
      await this.parts.park(message, code, error instanceof PoisonEvent ? error.reason : String(error));
    } catch (unreachable) {
      return this.retry(message.offset, unreachable);
    }
    this.parkedInARow += 1;
    this.parkedThrough = message.offset;
    this.failing = undefined;
    onTrouble({ kind: 'parked', offset: message.offset, code, error });
    return undefined;
  }
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[a-z][a-z0-9-]{1,60}$/.test(code) ? code : 'handler-failed';
}

function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
