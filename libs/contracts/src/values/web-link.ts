import { z } from 'zod';

const LONGEST = 300;
/** Endings of names that no public host has, including those reserved for documentation and tests. */
const NOT_PUBLIC =
  /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|lan|home|corp|private|test|example|invalid|onion|arpa)$/;

/**
 * Checks the address of a public page that a person gives: https, a host name with a dot that is not an IP address, the
 * default port, no user name or password. Undefined for any other text. Nothing is fetched.
 */
export function publicLink(text: string): string | undefined {
  if (text.length > LONGEST || /[\s<>"'`\\{}|^]/.test(text) || !URL.canParse(text)) return undefined;
  const { protocol, hostname, port, username, password, href } = new URL(text);
  if (protocol !== 'https:' || port || username || password) return undefined;
  const named = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(hostname);
  return named && !NOT_PUBLIC.test(hostname) ? href : undefined;
}

/** A link that a person gives for a paper: to a public page; empty or null for none. */
export const linkSchema = linkOf(
  (text) => publicLink(text),
  'expected https:// and the address of a public page',
);

/** A link that a person gives to a repository at GitHub: `https://github.com/owner/name`. Empty or null for none. */
export const githubRepoSchema = linkOf((text) => {
  const link = publicLink(text);
  const [, owner, name] =
    /^https:\/\/(?:www\.)?github\.com\/([A-Za-z0-9][A-Za-z0-9-]{0,38})\/([\w.-]{1,100})\/?$/.exec(
      link ?? '',
    ) ?? [];
  const bare = name?.replace(/\.git$/, '');
  return owner && bare && !/^\.*$/.test(bare) ? `https://github.com/${owner}/${bare}` : undefined;
}, 'expected https://github.com/owner/name');

function linkOf(read: (text: string) => string | undefined, allowed: string) {
  return z
    .string(allowed)
    .max(LONGEST * 2, allowed)
    .nullable()
    .transform((given, context) => {
      const text = given?.trim() ?? '';
      if (text === '') return null;
      const link = read(text);
      if (link !== undefined) return link;
      context.addIssue({ code: 'custom', message: allowed });
      return z.NEVER;
    });
}
