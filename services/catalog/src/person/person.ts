import { randomBytes } from 'node:crypto';
import type { PersonState, Role } from '@paperboy/contracts';

/** The state of a person's suspension, since when, and by whom. */
export interface Suspension {
  state: 'suspended' | 'lifted';
  at: Date;
  /** The id of the curator, or OPERATOR. */
  by: string;
  /** Why; absent once it is lifted. */
  reason?: string;
  /** When the person's votes are to be set aside or restored; absent when that is complete. */
  dueAt?: Date;
}

/** A person in the database. The address is never logged or published. */
export interface PersonDocument {
  _id: string;
  seq: number;
  role: Role;
  /** Lower-cased. */
  address: string;
  createdAt: Date;
  /** Present if the person is or was suspended. */
  suspension?: Suspension;
  /** What the person says about themselves; never on Kafka. */
  about?: string;
  /** Whether everyone sees the person's votes. */
  showVotes?: boolean;
  /** The id of the identity at an institution that made the account, until the two are connected. */
  connecting?: string;
  state: Omit<PersonState, 'seq'>;
  /** True when the account has ended. The document is deleted when its tombstone is published. */
  deleteAfterPublish?: boolean;
}

/** A new opaque id: 9 random bytes, which are 12 characters of base64url. */
export function newPersonId(): string {
  return randomBytes(9).toString('base64url');
}
