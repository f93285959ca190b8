import { currentTrace } from '@paperboy/platform';
import type { PipelineStage } from 'mongoose';

/** What an update says of the event that it causes. */
export interface PendingEvent {
  /** The CloudEvents type. */
  type: string;
  /** An aggregation expression for the whole public state, evaluated in the same update; null makes a tombstone. */
  data: unknown;
  /** An expression for the trace that it belongs to; that of the work at hand by default. */
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
  /** The newest event, when it was too large to be published; a later one that is published tells all of it. */
  setAside?: StoredPending;
  /** The document is removed, and not only its events, once they are published. */
  deleteAfterPublish?: boolean;
}

/**
 * The stage of an update pipeline that lays the event into the document itself, so that neither can exist without
 * the other. Stands after the stages that set `seq` and the state. The event's key on Kafka is the document's `_id`.
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
      pendingSince: { $ifNull: ['$pendingSince', '$$NOW'] },
    },
  };
}
