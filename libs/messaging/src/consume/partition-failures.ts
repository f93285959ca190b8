import { retriability } from '@paperboy/platform';
import { type BackOff, backOffMs } from '../back-off.js';
import { PoisonEvent, type RawMessage } from '../kafka/cloud-event.js';

/** A message of a partition with its offset. */
export interface StoredMessage extends RawMessage {
  offset: bigint;
}

/** When to retry, when to park, and when to stop parking. */
export interface RetryPolicy {
  backOff: BackOff;
  /** How long an error of unknown kind is retried before its event is parked. */
  unknownForMs: number;
  /** How many events may be parked in a row before the partition pauses. So many mean a bad deployment. */
  parkedInARow: number;
  /** How often a partition that paused for that reason tries again. */
  alarmRetryMs: number;
}

/** The policy of real services. */
export const RETRY_POLICY: RetryPolicy = {
  backOff: { firstMs: 100, mostMs: 10_000 },
  unknownForMs: 60_000,
  parkedInARow: 20,
  alarmRetryMs: 30_000,
};

/** A failure on a partition, its end (`recovered`), or an event of a type that is not known here (`skipped`). */
export interface PartitionTrouble {
  kind: 'retry' | 'parked' | 'alarm' | 'recovered' | 'skipped';
  offset: bigint;
  /** For `parked` the code of the error, for `skipped` the type of the event. */
  code?: string;
  error?: unknown;
}

/** The dependencies of `PartitionFailures`. */
export interface FailureParts {
  policy: RetryPolicy;
  now: () => number;
  park: (message: StoredMessage, code: string, reason: string) => Promise<void>;
  /** Called for each failure, for log and metrics. */
  onTrouble: (trouble: PartitionTrouble) => void;
}

/** Decides what follows a failure on one partition: a retry after a wait, parking, or a pause with an alarm. */
export class PartitionFailures {
  private failing: { offset: bigint; since: number; times: number } | undefined;
  private parkedInARow = 0;
  private alarm: { offset: bigint; at: number } | undefined;
  private parkedThrough = -1n;

  constructor(private readonly parts: FailureParts) {}

  /** Whether the partition is paused because too many events were parked in a row. */
  get alarmed(): boolean {
    return this.alarm !== undefined;
  }

  /** Whether the last attempt failed and will be retried. */
  get retrying(): boolean {
    return this.failing !== undefined;
  }

  /** Reading continues at this position. Events before it are done, here or by another replica, and are not retried. */
  movedTo(position: bigint): void {
    const isDone = (trouble: { offset: bigint } | undefined) =>
      trouble !== undefined && trouble.offset < position;
    const flows = isDone(this.failing) || isDone(this.alarm);
    if (isDone(this.failing)) this.failing = undefined;
    if (isDone(this.alarm)) this.alarm = undefined;
    if (flows) this.parts.onTrouble({ kind: 'recovered', offset: position });
  }

  /** The event at this offset was handled. */
  succeeded(offset: bigint): void {
    if (this.failing || this.alarmed) this.parts.onTrouble({ kind: 'recovered', offset });
    this.failing = undefined;
    this.alarm = undefined;
    this.parkedInARow = 0;
  }

  /**
   * Milliseconds to wait before a retry. Undefined when a retry is useless, or the error was retried for long enough.
   * With `onlyRetriable`, an error of unknown kind is not retried at all.
   */
  waitToRetry(offset: bigint, error: unknown, onlyRetriable: boolean): number | undefined {
    const verdict = retriability(error);
    if (verdict === 'retriable') return this.retry(offset, error);
    if (verdict === 'final' || onlyRetriable) return undefined;
    const since = this.failing?.offset === offset ? this.failing.since : this.parts.now();
    return this.parts.now() - since < this.parts.policy.unknownForMs ? this.retry(offset, error) : undefined;
  }

  /** Counts a failed attempt, and answers how many milliseconds to wait before the next one. */
  retry(offset: bigint, error: unknown): number {
    const known =
      this.failing?.offset === offset ? this.failing : { offset, since: this.parts.now(), times: 0 };
    this.failing = { ...known, times: known.times + 1 };
    this.parts.onTrouble({ kind: 'retry', offset, error });
    return backOffMs(this.failing.times, this.parts.policy.backOff);
  }

  /**
   * Parks one event. Returns nothing when it is parked, else milliseconds to wait: it can't be parked now, or too many
   * were parked in a row.
   */
  async park(message: StoredMessage, error: unknown): Promise<number | undefined> {
    if (message.offset <= this.parkedThrough) return undefined;
    const waitMs = this.waitToPark(message.offset, error);
    if (waitMs !== undefined) return waitMs;
    const code = error instanceof PoisonEvent ? error.code : codeOf(error);
    try {
      await this.parts.park(message, code, error instanceof PoisonEvent ? error.reason : String(error));
    } catch (unreachable) {
      return this.retry(message.offset, unreachable);
    }
    this.parkedInARow += 1;
    this.parkedThrough = message.offset;
    this.failing = undefined;
    this.parts.onTrouble({ kind: 'parked', offset: message.offset, code, error });
    return undefined;
  }

  /**
   * Returns nothing when one more event may be parked. When too many were parked in a row, raises the alarm and returns
   * milliseconds to wait.
   */
  private waitToPark(offset: bigint, error: unknown): number | undefined {
    const { policy, now, onTrouble } = this.parts;
    if (this.parkedInARow < policy.parkedInARow) return undefined;
    const waited = this.alarm !== undefined && now() - this.alarm.at >= policy.alarmRetryMs;
    // An event that no version can read is parked after the pause, so that garbage slows a partition and never stops
    // it.
    if (waited && error instanceof PoisonEvent && error.hopeless) {
      this.parkedInARow = 0;
      this.movedTo(offset + 1n);
      return undefined;
    }
    if (this.alarm === undefined || waited) this.alarm = { offset, at: now() };
    onTrouble({ kind: 'alarm', offset, error });
    return policy.alarmRetryMs;
  }
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[a-z][a-z0-9-]{1,60}$/.test(code) ? code : 'handler-failed';
}
