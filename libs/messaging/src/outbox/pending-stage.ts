import { currentTrace } from '@paperboy/platform';
import type { PipelineStage } from 'mongoose';

/** The event that an update causes. */
export interface PendingEvent {
  /** The CloudEvents type. */
  type: string;
  /** An aggregation expression for the whole public state, evaluated in the same update; null makes a tombstone. */
  data: unknown;
  /** An expression for the event's trace; by default the trace of the current work. */
  traceparent?: string;
}

/** One event within a document, until it is published. */
export interface StoredPending {
  type: string;
  seq: number;
  at: Date;
  traceparent?: string;
  data: unknown;
}

/** A document that may hold events of its own. */
export interface OutboxDocument {
  _id: string;
  pending?: StoredPending[];
  /** When the oldest pending event was written. */
  pendingSince?: Date;
  /** The newest event, when it was too large to be published. A later published event has its whole state. */
  setAside?: StoredPending;
  /** Whether the whole document is removed, and not only its events, once they are published. */
  deleteAfterPublish?: boolean;
}

/** A document that is also written in bulk. */
export interface WrittenInBulk {
  /** The event of a bulk write, until it is published. A document with one has no `pending` events. */
  bulk?: StoredBulk;
}

/** An event without data: its data is the document's own `state` with its `seq`, read when it is published. */
export interface StoredBulk {
  type: string;
  at: Date;
  traceparent?: string;
}

/**
 * The stage of an update pipeline that puts the event into the document itself, so that neither exists without the
 * other. Place it after the stages that set `seq` and the state. The event's key on Kafka is the document's `_id`.
 */
export function pendingStage({
  type,
  data,
  traceparent = currentTrace()?.traceparent,
}: PendingEvent): PipelineStage.Set {
  const event = {
    type,
    seq: '$seq',
    at: '$$NOW',
    ...(traceparent ? { traceparent } : {}),
    data: data === null ? { $literal: null } : data,
  };
  return {
    $set: {
      pending: { $concatArrays: [{ $ifNull: ['$pending', []] }, [event]] },
      // The earlier time, since the clock of a process that is ahead may have set a later one.
      pendingSince: { $min: ['$pendingSince', '$$NOW'] },
      // This event has a later `seq` and the whole state, so the one of a bulk write is not needed any more.
      bulk: '$$REMOVE',
    },
  };
}

/**
 * The field of a new document whose event may wait, for a plain insert of many documents at once, which costs a tenth of
 * a pipeline update for each. The event is the document's `state` with its `seq`, so it takes up no room of its own. Its
 * time is by the clock of this process, and `Outbox.positions` does not wait for it: it must not be used for changes
 * whose position is requested by a moment. Only for a relay with `bulk`; `Outbox.bulkWritten` follows the insert.
 */
export function bulkEvent(type: string, at: Date): Required<WrittenInBulk> {
  const traceparent = currentTrace()?.traceparent;
  return { bulk: { type, at, ...(traceparent ? { traceparent } : {}) } };
}
