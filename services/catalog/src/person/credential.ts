import { createHash, randomBytes } from 'node:crypto';

/** A secret that is told once, and the hash of it that is kept. */
export interface IssuedCredential {
  secret: string;
  /** SHA-256 in hex. */
  hash: string;
}

/** A new secret of 256 random bits; the prefix says what it is, also to those who scan for leaked ones. */
export function newCredential(prefix: 'pbt' | 'pbs' | 'pbl' | 'pbr' | 'pbn'): IssuedCredential {
  const secret = `${prefix}_${randomBytes(32).toString('base64url')}`;
  return { secret, hash: hashOf(secret) };
}

/** The hash under which a secret is known. No salt is needed: the secret has 256 bits of its own. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** What a person knows a credential by, in lists: the beginning of its hash, which is no secret. */
export function credentialId(hash: string): string {
  return hash.slice(0, 16);
}
