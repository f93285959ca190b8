import type { Migration } from '@paperboy/platform';

/** Deliveries had no batch while one job sent a whole edition. */
export const deliveryBatches: Migration = {
  version: 2,
  name: 'delivery-batches',
  summary: 'puts deliveries without a batch into one of their edition',
  run: async (database) => {
    await database
      .collection('deliveries')
      .updateMany({ batch: { $exists: false } }, { $set: { batch: 'earlier' } });
  },
};
