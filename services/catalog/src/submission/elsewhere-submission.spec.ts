import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uniqueNamespace } from '@paperboy/testing';
import { type CatalogUnderTest, operator, startCatalog } from '../../test/catalog-under-test.js';
import { paperRecord } from '../../test/paper-records.js';
import { PAPERS, type PaperDocument } from '../paper/paper.schema.js';
import { PaperStore } from '../paper/paper.store.js';

const SITE = 'papers.example';

describe("the days of another site's lists", () => {
  let catalog: CatalogUnderTest;

  beforeAll(async () => {
    catalog = await startCatalog(uniqueNamespace(), { env: { PUBLICATION_ROLL_OVER: '06:00' } });
  });
  afterAll(() => catalog?.stop());

  const take = (paperId: string, day: string, at?: string, different = {}) => {
    const seenAt = '2026-11-26T12:00:00.000Z';
    const elsewhere = { site: SITE, day, ...(at && { at }), upvotes: 9, seenAt };
    const record = paperRecord(paperId, { elsewhere, importId: 'harvest-1', ...different });
    return catalog.app.get(PaperStore).take([{ paperId, record }], 'bulk');
  };
  const open = (body: object) => catalog.call(operator, 'POST', '/internal/submissions/elsewhere', body);
  const stored = (ids: string[]) =>
    catalog.mongo
      .collection<PaperDocument>(PAPERS)
      .find({ _id: { $in: ids } })
      .sort({ _id: 1 })
      .toArray();

  it('are opened at the times of there, within the days of here, all of them since one moment', async () => {
    const ids = ['2610.00001', '2610.00002', '2610.00003'];
    await take('2610.00001', '2026-11-19', '2026-11-19T15:00:00.000Z');
    // The site lists it on the 20th, at a time that is on the 21st here.
    await take('2610.00002', '2026-11-20', '2026-11-21T07:00:00.000Z');
    await take('2610.00003', '2026-11-20');
    const answer = await open({ site: SITE, since: '2026-11-19' });
    expect([answer.status, answer.body]).toEqual([200, { days: 2, submitted: 3 }]);
    const papers = await stored(ids);
    const feed = { by: 'elsewhere', byKind: 'feed' };
    expect(papers.map(({ state }) => state.submission)).toEqual([
      { ...feed, at: '2026-11-19T15:00:00.000Z' },
      { ...feed, at: '2026-11-21T05:59:59.999Z' },
      { ...feed, at: '2026-11-20T18:00:00.000Z' },
    ]);
    for (const { pending = [] } of papers) {
      // The event has the whole state, so it takes the place of the event that was written in bulk.
      expect(pending.map(({ type }) => type)).toEqual(['paper.submitted']);
      expect(pending[0]?.data).toMatchObject({ seq: 2, submission: feed });
    }
    expect(papers.filter((paper) => 'bulk' in paper)).toEqual([]);
    expect(new Set(papers.map(({ pending = [] }) => pending[0]?.at.getTime())).size).toBe(1);
    expect((await open({ site: SITE, since: '2026-11-19' })).body).toEqual({ days: 0, submitted: 0 });
    expect((await stored(ids)).map(({ seq }) => seq)).toEqual([2, 2, 2]);
  });

  it('leave out what is withdrawn, on a list already, of days before, and of other sites', async () => {
    await take('2610.00011', '2026-11-21', undefined, { withdrawn: true });
    await take('2610.00012', '2026-11-21');
    await take('2610.00013', '2026-11-20');
    await take('2610.00014', '2026-11-21');
    const submission = { by: 'abcdefghijkl', byKind: 'person' as const, at: '2026-11-22T00:00:00.000Z' };
    await catalog.mongo
      .collection<PaperDocument>(PAPERS)
      .updateOne({ _id: '2610.00012' }, { $set: { 'state.submission': submission } });
    expect((await open({ site: 'other.example', since: '2026-11-01' })).body).toMatchObject({ submitted: 0 });
    expect((await open({ site: SITE, since: '2026-11-21' })).body).toEqual({ days: 1, submitted: 1 });
    const papers = await stored(['2610.00011', '2610.00012', '2610.00013', '2610.00014']);
    expect(papers.map(({ state }) => state.submission?.by)).toEqual([
      undefined,
      'abcdefghijkl',
      undefined,
      'elsewhere',
    ]);
  });

  it('are never in the future', async () => {
    const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    await take('2610.00021', day);
    await open({ site: SITE, since: day });
    const [paper] = await stored(['2610.00021']);
    expect(Date.parse(paper?.state.submission?.at ?? '') <= Date.now() + 60_000).toBe(true);
  });

  it('that are seen again with nothing new change no paper, and with something new one', async () => {
    await take('2610.00031', '2026-11-23');
    const later = (upvotes: number, seenAt: string) => ({
      elsewhere: { site: SITE, day: '2026-11-23', upvotes, seenAt },
    });
    const again = later(9, '2026-11-28T12:00:00.000Z');
    expect(await take('2610.00031', '', undefined, again)).toEqual(['unchanged']);
    // Seen earlier, but taken later.
    const between = later(8, '2026-11-27T12:00:00.000Z');
    expect(await take('2610.00031', '', undefined, between)).toEqual(['unchanged']);
    const [paper] = await stored(['2610.00031']);
    expect([paper?.seq, paper?.state.elsewhere]).toEqual([1, again.elsewhere]);
    const more = later(10, '2026-11-29T12:00:00.000Z');
    expect(await take('2610.00031', '', undefined, more)).toEqual(['changed']);
  });
});
