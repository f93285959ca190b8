import { describe, expect, it } from '@jest/globals';
import { atomError, atomFeed } from '../../test/arxiv-documents.js';
import { asking } from '../../test/asking.js';
import { fakePaper } from '../../test/fake-paper.js';
import { AtomSource } from './atom.source.js';

const NOW = new Date('2026-11-26T10:00:00.000Z');
const baseUrl = 'https://api.example/api/query';
const feed = (ids: string[], total: number, start = 0) =>
  atomFeed(
    ids.map((id) => fakePaper(id)),
    { total, start },
  );

describe('the Atom API', () => {
  it('gives papers by their ids, with primary category first, affiliations, and no foreign classes', async () => {
    const { ask, urls } = asking(
      atomFeed([fakePaper('2611.00001', { categories: ['cs.CL', 'cs.AI'] })], { total: 1, start: 0 }),
    );
    const read = await new AtomSource({ baseUrl, ids: ['2611.00001', 'hep-th/9901001'] }).next(
      undefined,
      ask,
      NOW,
    );
    expect(urls[0]?.searchParams.get('id_list')).toBe('2611.00001,hep-th/9901001');
    expect(read).toMatchObject({
      done: true,
      records: [
        {
          paperId: '2611.00001',
          source: 'arxiv-atom',
          version: 1,
          title: 'Kites that remember 2611.00001',
          categories: ['cs.CL', 'cs.AI'],
          authors: [{ name: 'Ines Brook', affiliations: ['School of Kites'] }, { name: 'Tomás Ferreira' }],
          publishedAt: '2026-11-24T15:04:05.000Z',
        },
      ],
    });
  });

  it('is asked again for an empty page that is not the last, and believed at the third time', async () => {
    const search = new AtomSource({ baseUrl, query: 'cat:cs.CL' });
    const empty = feed([], 30, 10);
    const twice = asking(empty, empty, feed(['2611.00002'], 11, 10));
    expect((await search.next({ start: 10 }, twice.ask, NOW)).records).toHaveLength(1);
    const thrice = asking(empty, empty, empty);
    await expect(search.next({ start: 10 }, thrice.ask, NOW)).rejects.toMatchObject({ code: 'page-empty' });
    expect((await search.next(undefined, asking(feed([], 0)).ask, NOW)).done).toBe(true);
  });

  it('pages through a search up to its limit', async () => {
    const search = new AtomSource({ baseUrl, query: 'cat:cs.CL', limit: 3 });
    const { ask, urls } = asking(feed(['2611.00001', '2611.00002'], 90), feed(['2611.00003'], 90, 2));
    const first = await search.next(undefined, ask, NOW);
    const second = await search.next(first.next, ask, NOW);
    expect([first.done, second.done]).toEqual([false, true]);
    expect(urls.map((url) => [url.searchParams.get('start'), url.searchParams.get('max_results')])).toEqual([
      ['0', '3'],
      ['2', '1'],
    ]);
  });

  it.each([200, 400])('says an error that comes as a feed, with status %d', async (status) => {
    const { ask } = asking({ status, body: Buffer.from(atomError('no such id')) });
    const reading = new AtomSource({ baseUrl, ids: ['2611.00001'] }).next(undefined, ask, NOW);
    await expect(reading).rejects.toMatchObject({
      code: 'source-refused',
      message: 'It refuses: no such id',
    });
  });
});
