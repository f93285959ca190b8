import type { WantedIndex } from '@paperboy/platform';

const DELIVERIES_KEPT_SECONDS = 400 * 86_400;

/** The rows that a sender has in hand. Nearly all rows are at their end: what timers look for has indexes without those. */
const ON_THE_WAY: Pick<WantedIndex, 'key' | 'options'> = {
  key: { 'lock.until': 1 },
  options: { name: 'on-the-way', partialFilterExpression: { state: 'handed-off' } },
};
/** The rows that are to be sent. Their state is a field of it as well, so that it answers without a look at the row. */
const TO_SEND = { name: 'to-send', partialFilterExpression: { state: 'claimed' } };

/** All indexes of the mailer. What must be unique is so by its _id; these are for speed and for forgetting. */
export const mailerIndexes: readonly WantedIndex[] = [
  { collection: 'deliveries', key: { state: 1, editionId: 1, nextAttemptAt: 1 }, options: TO_SEND },
  { collection: 'deliveries', ...ON_THE_WAY },
  { collection: 'deliveries', key: { editionId: 1, state: 1 } },
  {
    collection: 'deliveries',
    key: { plannedAt: 1 },
    options: { expireAfterSeconds: DELIVERIES_KEPT_SECONDS },
  },
  { collection: 'messages', key: { state: 1, nextAttemptAt: 1 }, options: TO_SEND },
  { collection: 'messages', ...ON_THE_WAY },
  { collection: 'messages', key: { mailboxId: 1, ordinal: -1 } },
  { collection: 'messages', key: { domainId: 1, requestedAt: -1 } },
  { collection: 'messages', key: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } },
  { collection: 'subscriptions', key: { state: 1, nextDueAt: 1, _id: 1 } },
  { collection: 'subscriptions', key: { cadence: 1, state: 1, _id: 1 } },
  { collection: 'subscriptions', key: { subscriberId: 1 } },
  { collection: 'subscriptions', key: { forgetAt: 1 }, options: { expireAfterSeconds: 0 } },
  { collection: 'subscribers', key: { forgetAt: 1 }, options: { expireAfterSeconds: 0 } },
];
