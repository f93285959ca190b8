import { documentSchema } from '@paperboy/platform';

/** The collections of tokens, sessions and links. Only hashes of the secrets are stored. */
export const CREDENTIALS = 'credentials';
export const SIGN_IN_LINKS = 'sign-in-links';

/** A session or a token in the database. */
export interface CredentialDocument {
  /** The hash of its secret. */
  _id: string;
  kind: 'token' | 'session';
  personId: string;
  createdAt: Date;
  /** Absent on tokens that an operator printed: they are valid until they are revoked. */
  expiresAt?: Date;
  /** The hour of the last use. */
  usedAt?: Date;
  /** A keyed hash of the network of the last use. The search for rings compares people who share one. */
  network?: string;
  /** The device on which a session was begun. */
  device?: string;
  /** Name and scope are those of tokens that people made. */
  name?: string;
  scope?: 'read' | 'write';
}

/** A link that lets a person in once. */
export interface SignInLinkDocument {
  _id: string;
  personId: string;
  expiresAt: Date;
  redeemedAt?: Date;
  /** When a newer link of the person replaced it. */
  replacedAt?: Date;
}

/** How long they are kept after they expire, so that the answer can be "expired" instead of "unknown". */
const KEPT_SECONDS = 86_400;

/**
 * Sessions and tokens. MongoDB deletes one a day after it expired. A token of an operator is kept until it is revoked.
 * Every request reads one by its id, so the store uses the underlying collection.
 */
export const credentialSchema = documentSchema<CredentialDocument>(CREDENTIALS, {
  _id: { type: String, required: true },
  kind: { type: String, enum: ['token', 'session'], required: true },
  personId: { type: String, required: true },
  createdAt: { type: Date, required: true },
  expiresAt: { type: Date },
  usedAt: { type: Date },
  network: { type: String },
  device: { type: String },
  name: { type: String },
  scope: { type: String, enum: ['read', 'write'] },
})
  // A person's own list, and revoking.
  .index({ personId: 1 })
  // The people who share a network.
  .index({ network: 1, personId: 1 }, { partialFilterExpression: { network: { $gt: '' } } })
  // For expiry.
  .index({ expiresAt: 1 }, { expireAfterSeconds: KEPT_SECONDS });

/** Links that operators print. A conditional update uses one up. MongoDB deletes one a day after it expired. */
export const signInLinkSchema = documentSchema<SignInLinkDocument>(SIGN_IN_LINKS, {
  _id: { type: String, required: true },
  personId: { type: String, required: true },
  expiresAt: { type: Date, required: true },
  redeemedAt: { type: Date },
  replacedAt: { type: Date },
})
  // The older links of a person, which a new one replaces, and revoking.
  .index({ personId: 1 })
  // For expiry.
  .index({ expiresAt: 1 }, { expireAfterSeconds: KEPT_SECONDS });
