import type { Migration } from '@paperboy/platform';

/** Subscriptions had no slot while a subscriber could have only one for each cadence. */
export const subscriptionSlots: Migration = {
  version: 1,
  name: 'subscription-slots',
  summary: 'gives subscriptions without a slot the one that the form uses: their cadence',
  run: async (database) => {
    await database
      .collection('subscriptions')
      .updateMany({ slot: { $exists: false } }, [{ $set: { slot: '$cadence' } }]);
  },
};
