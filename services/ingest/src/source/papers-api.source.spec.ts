import { describe, expect, it } from '@jest/globals';
import { atomFeed } from '../../test/arxiv-documents.js';
import { asking } from '../../test/asking.js';
import { fakePaper } from '../../test/fake-paper.js';
import { PapersApiSource } from './papers-api.source.js';

const NOW = new Date('2026-11-26T10:00:00.000Z');
const source = new PapersApiSource({
  baseUrl: 'https://papers.example',
  since: '2026-11-25',
  arxivUrl: 'https://export.example/api/query',
  importId: 'harvest-1',
});
const item = (id: string, upvotes = 7) => ({
  paper: { id, upvotes, submittedOnDailyAt: '2026-11-25T03:55:12.777Z', submittedOnDailyBy: { user: 'ada' } },
  title: 'Any',
  submittedBy: { name: 'ada', type: 'user' },
});
const feed = (...ids: string[]) =>
  atomFeed(
    ids.map((id) => fakePaper(id)),
    { total: ids.length, start: 0 },
  );
const list = (...items: unknown[]) => JSON.stringify(items);

describe('the daily lists of another site', () => {
  it('bring papers as arXiv tells of them, and beside them day, person and upvotes of there', async () => {
    const { ask, urls, headers } = asking(
      list(item('2611.00001'), item('2611.00002', 0)),
      feed('2611.00001', '2611.00002'),
    );
    const page = await source.next(undefined, ask, NOW);
    expect(urls[0]?.href).toBe('https://papers.example/api/daily_papers?date=2026-11-25&p=0&limit=100');
    expect(headers[0]).toEqual({ accept: 'application/json' });
    expect(urls[1]?.searchParams.get('id_list')).toBe('2611.00001,2611.00002');
    expect(page.records).toMatchObject([
      {
        paperId: '2611.00001',
        title: 'Kites that remember 2611.00001',
        importId: 'harvest-1',
        elsewhere: {
          site: 'papers.example',
          day: '2026-11-25',
          at: '2026-11-25T03:55:12.777Z',
          by: 'ada',
          upvotes: 7,
          seenAt: NOW.toISOString(),
        },
      },
      { paperId: '2611.00002', elsewhere: { upvotes: 0 } },
    ]);
    for (const record of page.records) expect(record).not.toHaveProperty('submitUntil');
    expect([page.next, page.done]).toEqual([{ day: '2026-11-26', page: 0 }, false]);
  });

  it('are read page by page and day by day up to today, an empty day too', async () => {
    const full = Array.from({ length: 100 }, (_, n) => item(`2611.${String(n).padStart(5, '0')}`));
    const whole = feed(...full.map(({ paper }) => paper.id));
    const first = await source.next(undefined, asking(list(...full), whole).ask, NOW);
    expect([first.next, first.done]).toEqual([{ day: '2026-11-25', page: 1 }, false]);
    const second = await source.next(first.next, asking('[]').ask, NOW);
    expect([second.next, second.done]).toEqual([{ day: '2026-11-26', page: 0 }, false]);
    expect((await source.next(second.next, asking('[]').ask, NOW)).done).toBe(true);
  });

  it.each([
    ['of the list, where the day begins in the evening before', '2026-11-24T23:10:00.000Z', '2026-11-25'],
    ['of the list, where nobody tells when it was submitted', undefined, '2026-11-25'],
    [
      'of the submission, where the site gives one list for every day',
      '2026-11-21T03:00:00.000Z',
      '2026-11-21',
    ],
  ])('name the day %s', async (_which, submittedOnDailyAt, day) => {
    const listed = item('2611.00001');
    const { ask } = asking(
      list({ ...listed, paper: { ...listed.paper, submittedOnDailyAt } }),
      feed('2611.00001'),
    );
    const { records } = await source.next(undefined, ask, NOW);
    expect(records[0]?.elsewhere?.day).toBe(day);
  });

  it('that repeat a page for ever end all the same', async () => {
    const full = Array.from({ length: 100 }, () => item('2611.00001'));
    const last = await source.next(
      { day: '2026-11-26', page: 49 },
      asking(list(...full), feed('2611.00001')).ask,
      NOW,
    );
    expect(last.done).toBe(true);
  });

  it('may hold what is no paper, beside good ones', async () => {
    const strange = [null, 5, { paper: null }, item('2600.00001'), item('not-an-id'), item('2611.09999')];
    const { ask } = asking(list(...strange, item('2611.00001')), feed('2611.00001'));
    const page = await source.next(undefined, ask, NOW);
    expect(page.records.map(({ paperId }) => paperId)).toEqual(['2611.00001']);
    expect(page.refused.map(({ code }) => code)).toEqual([
      'details-invalid',
      'details-invalid',
      'details-invalid',
      'id-invalid',
      'id-invalid',
      'unknown-to-arxiv',
    ]);
  });

  it.each([
    ['answer-not-json', { body: Buffer.from('<html>') }],
    ['answer-foreign', { body: Buffer.from('{"error":"no"}') }],
    ['answer-empty', {}],
    ['source-refused', { status: 404, body: Buffer.from('[]') }],
    ['source-broken', { status: 500, body: Buffer.from('[]') }],
  ])('that are no lists are %s', async (code, answer) => {
    await expect(source.next(undefined, asking(answer).ask, NOW)).rejects.toMatchObject({ code });
  });
});
