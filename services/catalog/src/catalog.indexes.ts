import type { WantedIndex } from '@paperboy/platform';
import { COMMENTS } from './comment/comment.js';
import { IDEMPOTENCY_KEYS } from './idempotency.store.js';
import { IMPORTS } from './paper/import.store.js';
import { PAPERS } from './paper/paper.store.js';
import { CREDENTIALS, SIGN_IN_LINKS } from './people/credential.store.js';
import { PEOPLE } from './people/people.store.js';
import { QUOTAS } from './quota.store.js';
import { VOTES } from './vote/first-votes.store.js';

const DAY_SECONDS = 86_400;

/** All indexes of the catalog, beside those of its relays. */
export const catalogIndexes: readonly WantedIndex[] = [
  { collection: PEOPLE, key: { address: 1 }, options: { unique: true } },
  { collection: PEOPLE, key: { 'state.handle': 1 }, options: { unique: true } },
  ...[CREDENTIALS, SIGN_IN_LINKS].flatMap((collection): WantedIndex[] => [
    { collection, key: { personId: 1 } },
    // A day longer than they are good for, so that an expired link can still be told from an unknown one.
    { collection, key: { expiresAt: 1 }, options: { expireAfterSeconds: DAY_SECONDS } },
  ]),
  { collection: QUOTAS, key: { at: 1 }, options: { expireAfterSeconds: 3 * DAY_SECONDS } },
  { collection: IDEMPOTENCY_KEYS, key: { at: 1 }, options: { expireAfterSeconds: 7 * DAY_SECONDS } },
  { collection: IMPORTS, key: { importId: 1 } },
  // The sample is removed by these; they hold nothing of a publication without one.
  ...[PAPERS, VOTES, COMMENTS, PEOPLE].map(
    (collection): WantedIndex => ({
      collection,
      key: { 'state.sample': 1 },
      options: { partialFilterExpression: { 'state.sample': true }, name: 'sample' },
    }),
  ),
  { collection: COMMENTS, key: { 'state.paperId': 1, 'state.postedAt': 1 } },
  { collection: PAPERS, key: { 'state.submission.by': 1 }, options: { sparse: true } },
];
