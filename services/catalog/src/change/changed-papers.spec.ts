import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PaperRecord } from '@paperboy/contracts';
import type { PersonCaller } from '@paperboy/platform';
import { uniqueNamespace } from '@paperboy/testing';
import { type CatalogUnderTest, operator, startCatalog } from '../../test/catalog-under-test.js';
import { paperRecord } from '../../test/paper-records.js';
import { makePerson } from '../../test/people.js';
import { PaperStore } from '../paper/paper.store.js';

let made = 0;

describe('a paper that changed since somebody read it', () => {
  let catalog: CatalogUnderTest;
  let ada: PersonCaller;
  let eve: PersonCaller;

  beforeAll(async () => {
    catalog = await startCatalog(uniqueNamespace());
    ada = await makePerson(catalog.mongo);
    eve = await makePerson(catalog.mongo);
  }, 60_000);
  afterAll(() => catalog?.stop());

  const arrives = async (paperId: string, different: Partial<PaperRecord> = {}) => {
    made += 1;
    const record = paperRecord(paperId, {
      observedAt: new Date(Date.UTC(2026, 10, 21) + made * 60_000).toISOString(),
      ...different,
    });
    await catalog.app.get(PaperStore).take([{ paperId, record }], 'live');
  };
  const newPaper = async () => {
    made += 1;
    const paperId = `2612.${String(made).padStart(5, '0')}`;
    await arrives(paperId, { title: 'On lanterns' });
    return paperId;
  };
  const revised = { version: 2, updatedAt: '2026-11-25T00:00:00.000Z', title: 'On brighter lanterns' };
  const changedFor = async (person: PersonCaller, paper?: string) =>
    (await catalog.call(person, 'GET', `/api/changed${paper ? `?paper=${paper}` : ''}`)).body
      .papers as Record<string, unknown>[];
  const textsOf = async (paperId: string) =>
    (await catalog.call(operator, 'GET', `/api/papers/${paperId}/texts`)).body.texts as Record<
      string,
      unknown
    >[];

  it.each([
    ['saved', (id: string) => catalog.call(ada, 'POST', `/api/papers/${id}/save`)],
    ['voted', (id: string) => catalog.call(ada, 'POST', `/api/papers/${id}/upvote`)],
    ['commented', (id: string) => catalog.call(ada, 'POST', `/api/papers/${id}/comment`, { comment: 'Hm.' })],
  ])('is told to who %s it, until that person has read it', async (because, deed) => {
    const paperId = await newPaper();
    expect((await deed(paperId)).status).toBeLessThan(300);
    expect(await changedFor(ada, paperId)).toEqual([]);
    await arrives(paperId, revised);
    const told = {
      paperId,
      title: revised.title,
      changedAt: expect.stringMatching(/Z$/),
      readVersion: 1,
      version: 2,
      withdrawn: false,
      because: [because],
    };
    expect(await changedFor(ada, paperId)).toEqual([told]);
    expect(await changedFor(ada)).toContainEqual(told);
    expect(await changedFor(eve)).toEqual([]);
    expect((await catalog.call(ada, 'POST', `/api/papers/${paperId}/read`)).status).toBe(204);
    expect(await changedFor(ada, paperId)).toEqual([]);
    await arrives(paperId, {
      ...revised,
      version: 3,
      updatedAt: '2026-11-26T00:00:00.000Z',
      withdrawn: true,
    });
    expect(await changedFor(ada, paperId)).toMatchObject([{ readVersion: 2, version: 3, withdrawn: true }]);
  });

  it('is not told to who took the vote back, or has done nothing with it', async () => {
    const paperId = await newPaper();
    await catalog.call(ada, 'POST', `/api/papers/${paperId}/upvote`);
    await catalog.call(ada, 'DELETE', `/api/papers/${paperId}/upvote`);
    await catalog.call(ada, 'POST', `/api/papers/${paperId}/not-for-me`);
    await arrives(paperId, revised);
    expect(await changedFor(ada, paperId)).toEqual([]);
  });

  it('keeps what it said: the last five texts, and that of now', async () => {
    const paperId = await newPaper();
    expect(await textsOf(paperId)).toHaveLength(1);
    for (let version = 2; version < 9; version++) {
      const updatedAt = new Date(Date.UTC(2026, 10, 22, version)).toISOString();
      await arrives(paperId, { version, updatedAt, title: `$x_${version}$`, comment: `${version} pages` });
    }
    const texts = await textsOf(paperId);
    expect(texts.map(({ version, title, comment }) => [version, title, comment])).toEqual(
      [3, 4, 5, 6, 7, 8].map((version) => [version, `$x_${version}$`, `${version} pages`]),
    );
    expect(texts.map(({ until }) => typeof until)).toEqual([...Array(5).fill('string'), 'undefined']);
  });

  it('has not changed by a new journal, the same record, or the exact record behind an announcement', async () => {
    const paperId = await newPaper();
    await arrives(paperId, { title: 'On lanterns', journalRef: 'Journal of Light 1' });
    await arrives(paperId, { title: 'On lanterns', journalRef: 'Journal of Light 1' });
    expect(await textsOf(paperId)).toHaveLength(1);
    made += 1;
    const announced = `2612.${String(made).padStart(5, '0')}`;
    await arrives(announced, { approximateDates: true });
    await arrives(announced, { comment: '12 pages', updatedAt: '2026-11-18T11:00:00.000Z' });
    expect(await textsOf(announced)).toMatchObject([{ comment: '12 pages' }]);
    const stored = await catalog.mongo.collection<{ _id: string }>('papers').findOne({ _id: announced });
    expect(stored).not.toHaveProperty('before');
    expect(stored).not.toHaveProperty('earlier');
  });

  it('has changed when its source no longer has it', async () => {
    const paperId = await newPaper();
    await catalog.call(ada, 'POST', `/api/papers/${paperId}/save`);
    const gone = { paperId, source: 'arxiv-oai' as const, observedAt: '2026-12-01T00:00:00.000Z' };
    await catalog.app.get(PaperStore).take([{ paperId, record: gone }], 'live');
    expect(await changedFor(ada, paperId)).toMatchObject([{ version: 1, withdrawn: true }]);
    expect(await textsOf(paperId)).toMatchObject([{ withdrawn: false }, { withdrawn: true }]);
  });

  it('is none where there is no such paper', async () => {
    expect((await catalog.call(operator, 'GET', '/api/papers/2612.99999/texts')).status).toBe(404);
    expect((await catalog.call(ada, 'POST', '/api/papers/2612.99999/read')).status).toBe(404);
  });
});
