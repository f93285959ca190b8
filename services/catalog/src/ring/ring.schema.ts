import { documentSchema, listOf } from '@paperboy/platform';

/** The collection of rings. */
export const RINGS = 'rings';

/** A ring on which a curator has decided. Ids only. */
export interface RingDocument {
  _id: string;
  state: 'set-aside' | 'restored';
  people: string[];
  papers: string[];
  at: Date;
  /** When its votes are to be seen to; absent when they are as they should be. */
  dueAt?: Date;
}

/** Rings on which curators have decided. Kept, because restoring the votes needs to know whose they are; they are few. */
export const ringSchema = documentSchema<RingDocument>(RINGS, {
  _id: { type: String, required: true },
  state: { type: String, enum: ['set-aside', 'restored'], required: true },
  people: { ...listOf(String), required: true },
  papers: { ...listOf(String), required: true },
  at: { type: Date, required: true },
  dueAt: { type: Date },
})
  // Those that were decided last.
  .index({ at: -1 })
  // What a crash cut off.
  .index({ dueAt: 1 }, { sparse: true });
