import { listOf, partSchema } from '@paperboy/platform';
import mongoose, { type Schema } from 'mongoose';
import type { StoredBulk, StoredPending } from './pending-stage.js';

const pendingSchema = partSchema<StoredPending>({
  type: { type: String, required: true },
  seq: { type: Number, required: true },
  at: { type: Date, required: true },
  traceparent: { type: String },
  // Null is a tombstone. The publisher's contract describes the rest.
  data: { type: mongoose.Schema.Types.Mixed } as never,
});

/**
 * The fields of a document that carries its own events. One atomic pipeline update writes them together with the state
 * of the event. It uses the driver's collection, since a model can't cast values that the server computes.
 */
export const outboxFields = {
  pending: listOf(pendingSchema),
  pendingSince: { type: Date },
  setAside: { type: pendingSchema },
  deleteAfterPublish: { type: Boolean },
} as const;

/** Adds the indexes of its relay to a schema. Both are sparse, so they hold only the few documents with such events. */
export function relayed<Shape>(schema: Schema<Shape>): Schema<Shape> {
  return (
    schema
      // For the relay's sweep, which reads the longest-waiting documents first.
      .index({ pendingSince: 1 }, { sparse: true })
      // For the relay's figures, which count documents whose newest event is too large.
      .index({ 'setAside.at': 1 }, { sparse: true })
  );
}

/** The field of documents that are also written in bulk (`bulkEvent`). */
export const bulkFields = {
  bulk: {
    type: partSchema<StoredBulk>({
      type: { type: String, required: true },
      at: { type: Date, required: true },
      traceparent: { type: String },
    }),
  },
} as const;

/** Adds the index of a relay with `bulk` to a schema. It is sparse, so it holds only documents with such an event. */
export function relayedInBulk<Shape>(schema: Schema<Shape>): Schema<Shape> {
  // For the relay, which reads the longest-waiting bulk events first, and for counting them.
  return relayed(schema).index({ 'bulk.at': 1 }, { sparse: true });
}
