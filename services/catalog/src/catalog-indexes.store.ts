import type { Connection } from 'mongoose';
import { COMMENTS } from './comment/comment.js';
import { IMPORTS } from './paper/import.store.js';
import { PAPERS } from './paper/paper.store.js';
import { CREDENTIALS, SIGN_IN_LINKS } from './people/credential.store.js';
import { PEOPLE } from './people/people.store.js';
import { QUOTAS } from './quota.store.js';
import { VOTES } from './vote/first-votes.store.js';

const DAY_SECONDS = 86_400;
/** The sample is removed by these; they hold nothing of a publication without one. */
const OF_THE_SAMPLE = { partialFilterExpression: { 'state.sample': true }, name: 'sample' };

/** Makes the indexes of the catalog; those that exist are left as they are. */
export async function createIndexes(connection: Connection): Promise<void> {
  const of = (name: string) => connection.collection(name);
  await of(PEOPLE).createIndex({ address: 1 }, { unique: true });
  await of(PEOPLE).createIndex({ 'state.handle': 1 }, { unique: true });
  for (const name of [CREDENTIALS, SIGN_IN_LINKS]) {
    await of(name).createIndex({ personId: 1 });
    // A day longer than they are good for, so that an expired link can still be told from an unknown one.
    await of(name).createIndex({ expiresAt: 1 }, { expireAfterSeconds: DAY_SECONDS });
  }
  await of(QUOTAS).createIndex({ at: 1 }, { expireAfterSeconds: 3 * DAY_SECONDS });
  await of(IMPORTS).createIndex({ importId: 1 });
  for (const name of [PAPERS, VOTES, COMMENTS, PEOPLE])
    await of(name).createIndex({ 'state.sample': 1 }, OF_THE_SAMPLE);
  await of(COMMENTS).createIndex({ 'state.paperId': 1, 'state.postedAt': 1 });
  await of(PAPERS).createIndex({ 'state.submission.by': 1 }, { sparse: true });
}
