import type { Role } from '@paperboy/contracts';

/**
 * How long after a suspension or its end the votes are set aside or restored once more. By then no vote is on its way:
 * web trusts a session for 5 s, a replica of the catalog its memory of a person for 60 s, and a write in progress ends
 * within 30 s.
 */
export const LAST_LOOK_MS = 120_000;

/** Whether the first role may suspend the second. Curators may suspend readers, admins curators as well. */
export function maySuspend(role: Role, other: Role): boolean {
  return role === 'admin' ? other !== 'admin' : role === 'curator' && other === 'reader';
}
