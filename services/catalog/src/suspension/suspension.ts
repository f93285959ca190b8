import type { Role } from '@paperboy/contracts';

/**
 * How long after a suspension or its end the votes are looked at once more: web believes a session for 5 s, a replica of
 * the catalog what it knows of a person for 60 s, and a write that is under way ends within 30 s.
 */
export const LAST_LOOK_MS = 120_000;

/** Whether a person of the first role may suspend one of the second: a curator a reader, an admin a curator as well. */
export function maySuspend(role: Role, other: Role): boolean {
  return role === 'admin' ? other !== 'admin' : role === 'curator' && other === 'reader';
}
