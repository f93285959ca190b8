import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Caller, PersonCaller } from '@paperboy/platform';
import { uniqueNamespace } from '@paperboy/testing';
import { type CatalogUnderTest, startCatalog } from '../../test/catalog-under-test.js';
import { paperRecord } from '../../test/paper-records.js';
import { makePerson } from '../../test/people.js';
import { PaperStore } from '../paper/paper.store.js';

const PAPERS = ['2611.00001', '2611.00002', 'hep-th/9901001'];
const web: Caller = { kind: 'service', name: 'web' };

describe('the shelf of a person', () => {
  let catalog: CatalogUnderTest;
  let ada: PersonCaller;
  let eve: PersonCaller;

  beforeAll(async () => {
    catalog = await startCatalog(uniqueNamespace());
    for (const paperId of PAPERS)
      await catalog.app.get(PaperStore).take([{ paperId, record: paperRecord(paperId) }], 'live');
  }, 60_000);
  afterAll(() => catalog?.stop());

  const ask = async (person: Caller, method: string, path: string, body?: unknown) =>
    catalog.call(person, method, path, body);
  const savedBy = async (person: Caller, query = '') =>
    ask(person, 'GET', `/api/saved${query}`) as Promise<{
      headers: Headers;
      body: { total: number; papers: { paper: { id: string; title: string }; savedAt: string }[] };
      status: number;
    }>;
  const idsOf = async (person: Caller) => (await savedBy(person)).body.papers.map(({ paper }) => paper.id);
  const people = async () => {
    ada = await makePerson(catalog.mongo);
    eve = await makePerson(catalog.mongo);
  };

  it('has the papers that the person saved, the one saved last first, and nobody else’s', async () => {
    await people();
    for (const id of PAPERS) {
      const { body } = await ask(ada, 'POST', `/api/papers/${encodeURIComponent(id)}/save`);
      expect(body).toEqual({ paperId: id, saved: true, notForMe: false });
    }
    expect(await idsOf(ada)).toEqual(PAPERS.toReversed());
    expect((await savedBy(eve)).body).toEqual({ total: 0, papers: [] });
    const first = await savedBy(ada, '?limit=2');
    expect(first.body.total).toBe(3);
    expect(first.body.papers).toHaveLength(2);
    expect(first.headers.get('link')).toContain('p=1');
    expect((await savedBy(ada, '?limit=2&p=1')).body.papers).toHaveLength(1);
    expect(first.body.papers[0]).toMatchObject({
      paper: { id: 'hep-th/9901001', title: paperRecord('hep-th/9901001').title },
      savedAt: expect.stringMatching(/Z$/),
    });
  });

  it('keeps a paper once, at its first time, until the person takes it out', async () => {
    await people();
    await ask(ada, 'POST', '/api/papers/2611.00001/save');
    const [before] = (await savedBy(ada)).body.papers;
    await ask(ada, 'POST', '/api/papers/2611.00001/save');
    expect((await savedBy(ada)).body.papers).toEqual([before]);
    await ask(eve, 'DELETE', '/api/papers/2611.00001/save');
    expect(await idsOf(ada)).toEqual(['2611.00001']);
    for (let time = 0; time < 2; time++) {
      const { status, body } = await ask(ada, 'DELETE', '/api/papers/2611.00001/save');
      expect([status, body]).toEqual([200, { paperId: '2611.00001', saved: false, notForMe: false }]);
    }
    expect(await idsOf(ada)).toEqual([]);
    expect(await catalog.mongo.collection('shelf').countDocuments({ personId: ada.id })).toBe(0);
  });

  it('tells which papers are saved and which were put away; the one changes nothing of the other', async () => {
    await people();
    await ask(ada, 'POST', '/api/papers/2611.00001/save');
    await ask(ada, 'POST', '/api/papers/2611.00001/not-for-me');
    await ask(ada, 'POST', '/api/papers/2611.00002/not-for-me');
    const standing = (person: Caller) =>
      ask(person, 'POST', '/internal/shelf/standing', { paperIds: PAPERS });
    expect((await standing(ada)).body).toEqual({
      saved: ['2611.00001'],
      notForMe: expect.arrayContaining(['2611.00001', '2611.00002']),
    });
    await ask(ada, 'DELETE', '/api/papers/2611.00001/not-for-me');
    expect((await standing(ada)).body).toEqual({ saved: ['2611.00001'], notForMe: ['2611.00002'] });
    expect((await standing(eve)).body).toEqual({ saved: [], notForMe: [] });
  });

  it('refuses what is no paper, and more than a thousand', async () => {
    await people();
    for (const what of ['save', 'not-for-me']) {
      expect(await ask(ada, 'POST', `/api/papers/2611.99999/${what}`)).toMatchObject({
        status: 404,
        body: { code: 'unknown-paper' },
      });
    }
    await catalog.mongo.collection<{ _id: string }>('shelf').insertMany(
      Array.from({ length: 1_000 }, (_, at) => ({
        _id: `made-up-${at}:${ada.id}`,
        personId: ada.id,
        paperId: `made-up-${at}`,
        savedAt: new Date(),
      })),
    );
    expect((await ask(ada, 'POST', '/api/papers/2611.00001/save')).body.code).toBe('shelf-full');
    expect((await ask(ada, 'POST', '/api/papers/2611.00001/not-for-me')).status).toBe(200);
    expect((await ask(eve, 'POST', '/api/papers/2611.00001/save')).status).toBe(200);
  });

  it('is read by the secret of its feed alone, until that ends or another takes its place', async () => {
    await people();
    expect((await ask(ada, 'GET', '/api/saved/feed')).body).toEqual({});
    await ask(ada, 'POST', '/api/papers/2611.00002/save');
    const secretOf = ({ body }: { body: Record<string, unknown> }) =>
      /\/feeds\/saved\/(pbf_[\w-]{43})\.atom$/.exec((body.feed as { atom: string }).atom)?.[1] as string;
    const made = await ask(ada, 'POST', '/api/saved/feed');
    expect(made.status).toBe(201);
    const secret = secretOf(made);
    expect(secretOf(await ask(ada, 'GET', '/api/saved/feed'))).toBe(secret);
    expect((await ask(eve, 'GET', '/api/saved/feed')).body).toEqual({});
    const read = (of: string, as: Caller = web) => ask(as, 'POST', '/internal/saved/feed', { secret: of });
    expect((await read(secret)).body).toMatchObject({ papers: [{ paper: { id: '2611.00002' } }] });
    expect((await read(secret, ada)).status).toBe(403);
    expect((await read(`pbf_${'0'.repeat(43)}`)).body.code).toBe('unknown-feed');
    const kept = JSON.stringify(await catalog.mongo.collection('feed-addresses').find().toArray());
    expect(kept).not.toContain(secret);
    const next = secretOf(await ask(ada, 'POST', '/api/saved/feed'));
    expect((await read(secret)).status).toBe(404);
    await ask(eve, 'DELETE', '/api/saved/feed');
    expect((await read(next)).status).toBe(200);
    expect((await ask(ada, 'DELETE', '/api/saved/feed')).status).toBe(204);
    expect((await read(next)).status).toBe(404);
    expect((await ask(ada, 'GET', '/api/saved/feed')).body).toEqual({});
  });
});
