import { documentSchema } from '@paperboy/platform';

/** The collection of who people are at institutions. */
export const IDENTITIES = 'identities';

/** An account that is connected with an institution. */
export interface IdentityDocument {
  /** SHA-256 of issuer and subject, in hex: the subject itself is nobody's business. */
  _id: string;
  personId: string;
  issuer: string;
  createdAt: Date;
  usedAt?: Date;
}

/** Who people are at institutions. One is deleted by its person, or with the account. */
export const identitySchema = documentSchema<IdentityDocument>(IDENTITIES, {
  _id: { type: String, required: true },
  personId: { type: String, required: true },
  issuer: { type: String, required: true },
  createdAt: { type: Date, required: true },
  usedAt: { type: Date },
})
  // A person's own list.
  .index({ personId: 1 });
