import { randomBytes } from 'node:crypto';

/** A prefix for topics, groups, databases and keys that no other test uses: `t` and twelve letters or digits. */
export function uniqueNamespace(): string {
  return `t${randomBytes(6).toString('hex')}`;
}
