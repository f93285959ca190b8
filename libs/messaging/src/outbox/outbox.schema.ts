import { listOf, partSchema } from '@paperboy/platform';
import mongoose, { type Schema } from 'mongoose';
import type { StoredPending } from './pending-stage.js';

const pendingSchema = partSchema<StoredPending>({
  type: { type: String, required: true },
  seq: { type: Number, required: true },
  at: { type: Date, required: true },
  traceparent: { type: String },
  // Null is a tombstone. The publisher's contract describes the rest.
  data: { type: mongoose.Schema.Types.Mixed } as never,
});

/**
 * The fields of a document that carries its own events. They are written by one atomic pipeline update with the state
 * that they tell of, so the collection beneath is used: a model can't cast what the server computes.
 */
export const outboxFields = {
  pending: listOf(pendingSchema),
  pendingSince: { type: Date },
  setAside: { type: pendingSchema },
  deleteAfterPublish: { type: Boolean },
} as const;

/** Gives a schema the indexes of its relay; both hold the few documents only that have something to publish. */
export function relayed<Shape>(schema: Schema<Shape>): Schema<Shape> {
  return (
    schema
      // The relay's sweep: what waits longest.
      .index({ pendingSince: 1 }, { sparse: true })
      // The relay's figures: whose newest event is too large.
      .index({ 'setAside.at': 1 }, { sparse: true })
  );
}
