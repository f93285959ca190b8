import { documentSchema } from '@paperboy/platform';

/** The collection of claims of authors. */
export const CLAIMS = 'claims';

/** A person's claim to be an author of a paper. */
export interface ClaimDocument {
  _id: string;
  paperId: string;
  personId: string;
  /** The place among the paper's authors at the time of the claim, from 0, and the author's name. */
  author: number;
  name: string;
  state: 'waiting' | 'confirmed' | 'refused';
  claimedAt: Date;
  decidedAt?: Date;
  /** The id of the curator. */
  decidedBy?: string;
}

/**
 * The claims. A person has at most one for each paper. Kept, because a confirmed author stays one and a refused claim
 * stays refused. A person may take back a claim that was not refused.
 */
export const claimSchema = documentSchema<ClaimDocument>(CLAIMS, {
  _id: { type: String, required: true },
  paperId: { type: String, required: true },
  personId: { type: String, required: true },
  author: { type: Number, required: true },
  name: { type: String, required: true },
  state: { type: String, enum: ['waiting', 'confirmed', 'refused'], required: true },
  claimedAt: { type: Date, required: true },
  decidedAt: { type: Date },
  decidedBy: { type: String },
})
  // A person's claim of a paper. There is at most one.
  .index({ paperId: 1, personId: 1 }, { unique: true })
  // The people who were confirmed as authors of a paper. Of two that are confirmed at the same moment, one wins. The name
  // is in the key, because a revision may put another author into the place.
  .index(
    { paperId: 1, author: 1, name: 1 },
    { unique: true, partialFilterExpression: { state: 'confirmed' } },
  )
  // A person's own claims, the newest first.
  .index({ personId: 1, claimedAt: -1 })
  // For curators: the claims in one state, those that wait longest first.
  .index({ state: 1, claimedAt: 1 });
