import { randomBytes } from 'node:crypto';
import type { PersonState } from '@paperboy/contracts';

/** What a person may do; curators submit any paper. */
export const ROLES = ['reader', 'curator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** A person in the database. The address never leaves it. */
export interface PersonDocument {
  _id: string;
  seq: number;
  role: Role;
  /** Lower-cased. */
  address: string;
  createdAt: Date;
  state: Omit<PersonState, 'seq'>;
}

/** A new opaque id: 9 random bytes, which are 12 characters of base64url. */
export function newPersonId(): string {
  return randomBytes(9).toString('base64url');
}

/** A handle from what stands before the at sign: letters, digits and hyphens, 3 to 30 of them. */
export function handleOf(address: string): string {
  const local = address.slice(0, address.lastIndexOf('@')).normalize('NFKD').toLowerCase();
  const handle = local
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 30)
    .replace(/-+$/, '');
  return handle.length >= 3 ? handle : `reader-${handle}`.replace(/-+$/, '');
}

/** A handle that nobody is likely to have, for when the plain one is taken. */
export function otherHandle(handle: string): string {
  return `${handle.slice(0, 34)}-${randomBytes(2).toString('hex')}`;
}

/** An address as operators may see it in a list: enough to know it again, not enough to write to. */
export function maskedAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, 1)}…${address.slice(at)}`;
}
