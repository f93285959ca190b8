import { documentSchema, listOf } from '@paperboy/platform';

/** The collections of passkeys and of the challenges that are open. */
export const PASSKEYS = 'passkeys';
export const PASSKEY_CHALLENGES = 'passkey-challenges';

/** A passkey in the database. It holds a public key only, with which nobody can sign in. */
export interface PasskeyDocument {
  /** SHA-256 of the id that its authenticator gave it, in hex. */
  _id: string;
  personId: string;
  /** The id that its authenticator gave it, in base64url. */
  credentialId: string;
  /** COSE, in base64url. */
  publicKey: string;
  /** The authenticator's count of uses; 0 when it does not count. */
  counter: number;
  transports: string[];
  name: string;
  createdAt: Date;
  usedAt?: Date;
}

/** A challenge that nobody has answered yet. */
export interface ChallengeDocument {
  /** SHA-256 of the challenge, in hex. */
  _id: string;
  /** The person who may add a passkey with it; absent when it is for signing in. */
  personId?: string;
  expiresAt: Date;
}

/** The passkeys. A passkey is deleted by its person, or with the account. A person has a few at most. */
export const passkeySchema = documentSchema<PasskeyDocument>(PASSKEYS, {
  _id: { type: String, required: true },
  personId: { type: String, required: true },
  credentialId: { type: String, required: true },
  publicKey: { type: String, required: true },
  counter: { type: Number, required: true },
  transports: { ...listOf(String), required: true },
  name: { type: String, required: true },
  createdAt: { type: Date, required: true },
  usedAt: { type: Date },
})
  // A person's own list.
  .index({ personId: 1 });

/** The open challenges, found by id. A challenge is deleted when it is answered, or by MongoDB after five minutes. */
export const passkeyChallengeSchema = documentSchema<ChallengeDocument>(PASSKEY_CHALLENGES, {
  _id: { type: String, required: true },
  personId: { type: String },
  expiresAt: { type: Date, required: true },
})
  // For expiry.
  .index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
