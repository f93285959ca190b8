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
      // The earlier time, since the clock of a process that is ahead may have set a later one (`firstEvent`).
      pendingSince: { $min: ['$pendingSince', '$$NOW'] },
    },
  };
}

/**
 * The fields of a new document with its first event, for a plain insert of many documents at once, which costs a tenth
 * of a pipeline update for each. The event's time is by the clock of this process and not of the database. So it must
 * not be used for changes whose position is requested by a moment (`Outbox.positions`).
 */
export function firstEvent(
  type: string,
  data: object,
  at: Date,
): Required<Pick<OutboxDocument, 'pending' | 'pendingSince'>> {
  const traceparent = currentTrace()?.traceparent;
  return {
    pending: [{ type, seq: 1, at, ...(traceparent ? { traceparent } : {}), data }],
    pendingSince: at,
  };
}
