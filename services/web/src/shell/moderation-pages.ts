import type { Role } from '@paperboy/contracts';

const OF_CURATORS = [
  { path: '/queue', text: 'Queue' },
  { path: '/set-aside', text: 'Votes that do not count' },
] as const;
const OF_ADMINS = [
  { path: '/people', text: 'People' },
  { path: '/audit', text: 'Audit log' },
] as const;

/** The pages of moderation that a role may see; nothing for readers and for people who are not signed in. */
export function moderationPages(role: Role | undefined): readonly { path: string; text: string }[] {
  if (role === 'admin') return [...OF_CURATORS, ...OF_ADMINS];
  return role === 'curator' ? OF_CURATORS : [];
}
