import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import { databaseName } from '../names.js';
import { Health } from '../observe/health.js';
import { createLogger } from '../observe/log.js';
import { IndexKeeper } from './index-keeper.js';
import type { WantedIndex } from './indexes.js';
import { MongoLink } from './mongo-link.js';

const WANTED: readonly WantedIndex[] = [
  { collection: 'people', key: { address: 1 }, options: { unique: true } },
  { collection: 'people', key: { handle: 1 }, options: { unique: true } },
  { collection: 'papers', key: { by: 1 } },
];
const PATIENT = { timeoutMs: 60_000 };

describe('the indexes of a service', () => {
  let link: MongoLink;
  let keeper: IndexKeeper;
  let health: Health;
  let lines: { level: string; indexes?: string[] }[];

  beforeEach(async () => {
    lines = [];
    health = new Health('catalog', new Date());
    const destination = { write: (line: string) => lines.push(JSON.parse(line)) };
    const log = createLogger({ service: 'catalog', level: 'info', format: 'json', destination });
    const database = databaseName(uniqueNamespace(), 'catalog');
    link = new MongoLink(testStack().mongodbUrl, database, { schemas: [], migrations: [] }, log, health);
    keeper = new IndexKeeper(link.connection, log, health);
    await waitFor(() => link.connection.readyState === 1, Boolean, PATIENT);
  });

  afterEach(async () => {
    keeper.end();
    await link.connection.dropDatabase();
    await link.onApplicationShutdown();
  });

  const namesOf = async (collection: string): Promise<string[]> =>
    Object.keys(await link.connection.collection(collection).indexInformation()).sort();
  const indexes = () => health.report().components.indexes;

  it('are made each on its own: one that the data forbids is named, and is made when they allow it', async () => {
    const people = link.connection.collection<{ _id: string; address: string; handle: string }>('people');
    await people.insertMany([
      { _id: 'one', address: 'ann@example.org', handle: 'ann' },
      { _id: 'two', address: 'ann@example.org', handle: 'bob' },
    ]);
    void keeper.keep(WANTED);

    const degraded = await waitFor(indexes, (component) => component?.state === 'degraded', PATIENT);
    expect(degraded).toEqual({
      state: 'degraded',
      detail: 'Missing: people {address: 1} (several documents have the same value).',
      missing: 1,
    });
    expect(await namesOf('people')).toEqual(['_id_', 'handle_1']);
    expect(await namesOf('papers')).toEqual(['_id_', 'by_1']);
    const errors = () => lines.filter(({ level }) => level === 'error');
    expect(errors()[0]?.indexes).toEqual(['people {address: 1}: several documents have the same value']);

    await people.deleteOne({ _id: 'two' });
    await waitFor(indexes, (component) => component?.state === 'up', PATIENT);
    expect(await namesOf('people')).toEqual(['_id_', 'address_1', 'handle_1']);
    expect(errors()).toHaveLength(1);
  });

  it('are named one by one with their own reasons, and nobody’s data', async () => {
    await link.connection.collection('people').createIndex({ handle: 1 }, { unique: false });
    await link.connection
      .collection('people')
      .insertMany([{ address: 'ann@example.org' }, { address: 'ann@example.org' }]);
    void keeper.keep(WANTED);
    await waitFor(indexes, (component) => component?.missing === 2, PATIENT);
    expect(indexes()?.detail).toMatch(
      /^Missing: people \{address: 1\} \(several [^)]*\); people \{handle: 1\} \(Index\w+: .*\)\.$/,
    );
    expect(JSON.stringify([lines, indexes()])).not.toContain('ann@');
  });
});
