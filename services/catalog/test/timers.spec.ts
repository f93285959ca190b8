import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SentQueries, uniqueNamespace, waitFor, watchedMongodbUrl } from '@paperboy/testing';
import { ImportTallyStore } from '../src/import/import-tally.store.js';
import { Rings } from '../src/ring/rings.store.js';
import { Suspensions } from '../src/suspension/suspension.store.js';
import { type CatalogUnderTest, startCatalog } from './catalog-under-test.js';

/** What a year leaves behind in each collection, all of it published. */
const FINISHED = 3_000;
const RELAYED = ['papers', 'votes', 'comments', 'people'];
/** What one query may read, whatever is finished. */
const MOST = 10;

describe('after a year', () => {
  let catalog: CatalogUnderTest;

  beforeAll(async () => {
    catalog = await startCatalog(uniqueNamespace(), { env: { MONGODB_URL: watchedMongodbUrl() } });
    const documents = Array.from({ length: FINISHED }, (_, index) => ({
      _id: `old-${index}`,
      seq: 1,
      address: `reader${index}@example.org`,
      state: { handle: `reader-${index}` },
    }));
    for (const name of RELAYED) await catalog.mongo.collection<{ _id: string }>(name).insertMany(documents);
    await catalog.mongo
      .collection<{ _id: string }>('rings')
      .insertMany(
        Array.from({ length: FINISHED }, (_, index) => ({ _id: `old-${index}`, state: 'restored' })),
      );
    await catalog.mongo.collection<{ _id: string }>('imports').insertMany(
      Array.from({ length: FINISHED }, (_, index) => ({
        _id: `old-${index}:0`,
        importId: `old-${index}`,
        new: 1,
        changed: 0,
        unchanged: 0,
        nextOffset: 1,
      })),
    );
  }, 60_000);

  afterAll(async () => {
    await catalog?.stop();
  });

  it('what the relays and a running import ask costs what waits', async () => {
    const sent = SentQueries.watch(catalog.mongo);
    expect(await catalog.app.get(ImportTallyStore, { strict: false }).tally('old-7')).toMatchObject({
      taken: 1,
    });
    await catalog.app.get(Suspensions, { strict: false }).settleDue();
    await catalog.app.get(Rings, { strict: false }).settleDue();
    const asked = ['find imports', 'findAndModify leases', 'find rings'].concat(
      RELAYED.flatMap((name) => [`aggregate ${name}`, `find ${name}`]),
    );
    await waitFor(
      () => sent.names,
      (names) => asked.every((name) => names.includes(name)),
    );

    const costs = await sent.costs();
    expect(costs.filter(({ scans, keys, documents }) => scans || keys + documents > MOST)).toEqual([]);
  });
});
