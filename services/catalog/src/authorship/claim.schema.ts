import { documentSchema } from '@paperboy/platform';

/** The collection of claims of authors. */
export const CLAIMS = 'claims';

/** That a person says to be an author of a paper. */
export interface ClaimDocument {
  _id: string;
  paperId: string;
  personId: string;
  /** The place among the authors when it was claimed, from 0, and the name there. */
  author: number;
  name: string;
  state: 'waiting' | 'confirmed' | 'refused';
  claimedAt: Date;
  decidedAt?: Date;
  /** The curator. */
  decidedBy?: string;
}

/**
 * The claims. Kept, because a paper has its authors for ever and a refused claim stays refused; a person takes an own one back.
 * A person has one for each paper.
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
  // A person's claim of a paper; and there is one.
  .index({ paperId: 1, personId: 1 }, { unique: true })
  // Who was confirmed as an author of a paper; and each author is one person.
  .index({ paperId: 1, author: 1 }, { unique: true, partialFilterExpression: { state: 'confirmed' } })
  // A person's own claims, the newest first.
  .index({ personId: 1, claimedAt: -1 })
  // The claims that curators look at, those that wait longest first.
  .index({ state: 1, claimedAt: 1 });
