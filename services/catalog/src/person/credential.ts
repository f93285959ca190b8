import { createHash, randomBytes } from 'node:crypto';

/** A secret that is shown once, and its hash, which is stored. */
export interface IssuedCredential {
  secret: string;
  /** SHA-256 in hex. */
  hash: string;
}

/** A new secret of 256 random bits. The prefix states its kind, also for scanners that look for leaked secrets. */
export function newCredential(prefix: 'pbt' | 'pbs' | 'pbl' | 'pbr' | 'pbn'): IssuedCredential {
  const secret = `${prefix}_${randomBytes(32).toString('base64url')}`;
  return { secret, hash: hashOf(secret) };
}

/** The hash under which a secret is stored. No salt is needed: the secret itself has 256 random bits. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** The id of a credential in a person's lists: the beginning of its hash, which is no secret. */
export function credentialId(hash: string): string {
  return hash.slice(0, 16);
}
