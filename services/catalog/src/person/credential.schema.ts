import { documentSchema } from '@paperboy/platform';

/** The collections of what lets people in; only hashes are kept. */
export const CREDENTIALS = 'credentials';
export const SIGN_IN_LINKS = 'sign-in-links';

/** A session or a token in the database. */
export interface CredentialDocument {
  /** The hash. */
  _id: string;
  kind: 'token' | 'session';
  personId: string;
  createdAt: Date;
  /** Absent on tokens that an operator printed: they are good until they are revoked. */
  expiresAt?: Date;
  /** The hour of the last use. */
  usedAt?: Date;
  /** A keyed hash of the network of the last use: those that share one are compared when rings are looked for. */
  network?: string;
  /** What a session was begun on. */
  device?: string;
  /** Of tokens that people made. */
  name?: string;
  scope?: 'read' | 'write';
}

/** A link that lets a person in once. */
export interface SignInLinkDocument {
  _id: string;
  personId: string;
  expiresAt: Date;
  redeemedAt?: Date;
  /** When a newer link of the person took its place. */
  replacedAt?: Date;
}

/** A day longer than they are good for, so that an expired one can still be told from an unknown one. */
const KEPT_SECONDS = 86_400;

/**
 * Sessions and tokens. MongoDB deletes one a day after it expired; a token of an operator is kept until `people revoke`.
 * Every request asks for one by its id, so the collection beneath is used.
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
  // Who shares a network.
  .index({ network: 1, personId: 1 }, { partialFilterExpression: { network: { $gt: '' } } })
  // Forgetting.
  .index({ expiresAt: 1 }, { expireAfterSeconds: KEPT_SECONDS });

/** Links that operators print. MongoDB deletes one a day after it expired. One is used up by a conditional update. */
export const signInLinkSchema = documentSchema<SignInLinkDocument>(SIGN_IN_LINKS, {
  _id: { type: String, required: true },
  personId: { type: String, required: true },
  expiresAt: { type: Date, required: true },
  redeemedAt: { type: Date },
  replacedAt: { type: Date },
})
  // The older links of a person, which a new one replaces, and revoking.
  .index({ personId: 1 })
  // Forgetting.
  .index({ expiresAt: 1 }, { expireAfterSeconds: KEPT_SECONDS });
