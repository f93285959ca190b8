import { type EditionState } from '@paperboy/contracts';
import { documentSchema } from '@paperboy/platform';

/** A closed edition as its event tells of it. */
export type StoredEdition = Omit<EditionState, 'id'> & { _id: string };

/**
 * The closed editions, found by their ids. The tombstone of an edition deletes it. The others are kept, because an
 * operator may deliver an old edition.
 */
export const editionSchema = documentSchema<StoredEdition>('editions', {
  _id: { type: String, required: true },
  seq: { type: Number, required: true },
  cadence: { type: String, enum: ['day', 'week', 'month'], required: true },
  period: { type: String, required: true },
  startsAt: { type: String, required: true },
  endsAt: { type: String, required: true },
  cutoffAt: { type: String, required: true },
  closedAt: { type: String, required: true },
  papers: { type: Number, required: true },
  upvotes: { type: Number, required: true },
  contentDigest: { type: String, required: true },
  sample: { type: Boolean, required: true },
})
  // A preview: the newest of a cadence.
  .index({ cadence: 1, sample: 1, _id: -1 });
