import { randomBytes } from 'node:crypto';
import type { PersonState, Role } from '@paperboy/contracts';

/** Whether a person is suspended, and since when. */
export interface Suspension {
  state: 'suspended' | 'lifted';
  at: Date;
  /** The id of the curator, or OPERATOR. */
  by: string;
  /** Why; absent once it is lifted. */
  reason?: string;
  /** When the person's votes are to be seen to; absent when they are as they should be. */
  dueAt?: Date;
}

/** A person in the database. The address never leaves it. */
export interface PersonDocument {
  _id: string;
  seq: number;
  role: Role;
  /** Lower-cased. */
  address: string;
  createdAt: Date;
  /** Present once the person was suspended. */
  suspension?: Suspension;
  /** What the person says of the own person; never on Kafka. */
  about?: string;
  /** Whether everyone sees the person's votes. */
  showVotes?: boolean;
  state: Omit<PersonState, 'seq'>;
}

/** A new opaque id: 9 random bytes, which are 12 characters of base64url. */
export function newPersonId(): string {
  return randomBytes(9).toString('base64url');
}
