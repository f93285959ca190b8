import { hashOf } from './credential.js';

/** A person's identity at an institution. The subject itself is not stored anywhere, for privacy. */
export interface InstitutionIdentity {
  /** SHA-256 of issuer and subject, in hex. */
  readonly id: string;
  readonly issuer: string;
}

/** The identity that issuer and subject of OpenID Connect state. */
export function institutionIdentity(issuer: string, subject: string): InstitutionIdentity {
  return { id: hashOf(`${issuer}\0${subject}`), issuer };
}
