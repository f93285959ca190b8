import type { WantedIndex } from '@paperboy/platform';

const DELIVERIES_KEPT_SECONDS = 400 * 86_400;

/** All indexes of the mailer. What must be unique is so by its _id; these are for speed and for forgetting. */
export const mailerIndexes: readonly WantedIndex[] = [
  { collection: 'deliveries', key: { editionId: 1, state: 1, nextAttemptAt: 1 } },
  { collection: 'deliveries', key: { state: 1, nextAttemptAt: 1 } },
  {
    collection: 'deliveries',
    key: { plannedAt: 1 },
    options: { expireAfterSeconds: DELIVERIES_KEPT_SECONDS },
  },
  { collection: 'messages', key: { state: 1, nextAttemptAt: 1 } },
  { collection: 'messages', key: { mailboxId: 1, ordinal: -1 } },
  { collection: 'messages', key: { domainId: 1, requestedAt: -1 } },
  { collection: 'messages', key: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } },
  { collection: 'subscriptions', key: { state: 1, nextDueAt: 1, _id: 1 } },
  { collection: 'subscriptions', key: { cadence: 1, state: 1, _id: 1 } },
  { collection: 'subscriptions', key: { subscriberId: 1 } },
  { collection: 'subscriptions', key: { forgetAt: 1 }, options: { expireAfterSeconds: 0 } },
  { collection: 'subscribers', key: { forgetAt: 1 }, options: { expireAfterSeconds: 0 } },
];
