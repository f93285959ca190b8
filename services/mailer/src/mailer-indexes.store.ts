import type { Connection } from 'mongoose';

const DELIVERIES_KEPT_SECONDS = 400 * 86_400;

/** Makes the indexes. What must be unique is so by its _id; these are for speed and for forgetting. */
export async function createMailerIndexes(connection: Connection): Promise<void> {
  await connection
    .collection('deliveries')
    .createIndexes([
      { key: { editionId: 1, state: 1, nextAttemptAt: 1 } },
      { key: { state: 1, nextAttemptAt: 1 } },
      { key: { plannedAt: 1 }, expireAfterSeconds: DELIVERIES_KEPT_SECONDS },
    ]);
  await connection
    .collection('messages')
    .createIndexes([
      { key: { state: 1, nextAttemptAt: 1 } },
      { key: { mailboxId: 1, ordinal: -1 } },
      { key: { domainId: 1, requestedAt: -1 } },
      { key: { expiresAt: 1 }, expireAfterSeconds: 0 },
    ]);
  await connection
    .collection('subscriptions')
    .createIndexes([
      { key: { state: 1, nextDueAt: 1, _id: 1 } },
      { key: { cadence: 1, state: 1, _id: 1 } },
      { key: { subscriberId: 1 } },
      { key: { forgetAt: 1 }, expireAfterSeconds: 0 },
    ]);
  await connection.collection('subscribers').createIndexes([{ key: { forgetAt: 1 }, expireAfterSeconds: 0 }]);
}
