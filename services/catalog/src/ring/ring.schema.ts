import { documentSchema, listOf } from '@paperboy/platform';

/** The collection of rings. */
export const RINGS = 'rings';

/** A ring on which a curator has decided. Its people and papers are ids. */
export interface RingDocument {
  _id: string;
  state: 'set-aside' | 'restored';
  people: string[];
  papers: string[];
  at: Date;
  /** When its votes are to be set aside or restored; absent when that is complete. */
  dueAt?: Date;
}

/** Rings on which curators have decided. They are kept, since restoring the votes needs their people and papers. */
export const ringSchema = documentSchema<RingDocument>(RINGS, {
  _id: { type: String, required: true },
  state: { type: String, enum: ['set-aside', 'restored'], required: true },
  people: { ...listOf(String), required: true },
  papers: { ...listOf(String), required: true },
  at: { type: Date, required: true },
  dueAt: { type: Date },
})
  // The newest decisions.
  .index({ at: -1 })
  // Decisions that a crash interrupted.
  .index({ dueAt: 1 }, { sparse: true });
