import { documentSchema } from '@paperboy/platform';

/** The collection of people's identities at institutions. */
export const IDENTITIES = 'identities';

/** An account that is connected with an institution. */
export interface IdentityDocument {
  /** The id of the InstitutionIdentity. */
  _id: string;
  personId: string;
  issuer: string;
  createdAt: Date;
  usedAt?: Date;
}

/** People's identities at institutions. An identity is deleted by its person, or with the account. */
export const identitySchema = documentSchema<IdentityDocument>(IDENTITIES, {
  _id: { type: String, required: true },
  personId: { type: String, required: true },
  issuer: { type: String, required: true },
  createdAt: { type: Date, required: true },
  usedAt: { type: Date },
})
  // A person's own list.
  .index({ personId: 1 });
