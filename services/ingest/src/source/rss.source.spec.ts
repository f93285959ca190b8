import { describe, expect, it } from '@jest/globals';
import { rssFeed } from '../../test/arxiv-documents.js';
import { asking } from '../../test/asking.js';
import { type FakePaper, fakePaper } from '../../test/fake-paper.js';
import { RssSource } from './rss.source.js';

const NOW = new Date('2026-11-26T06:00:00.000Z');
const AT = new Date('2026-11-26T05:00:00.000Z');
const source = new RssSource({
  baseUrl: 'https://rss.example/rss',
  categories: ['cs.CL', 'cs.AI'],
  submitFrom: new Set(['cs.CL', 'cs.AI']),
});
const announced = (id: string, kind: string, more: Partial<FakePaper> = {}) =>
  fakePaper(id, { announced: { kind, at: AT }, ...more });

describe('announcements over RSS', () => {
  it('give the new papers of the day, to be submitted, with the dates of the announcement', async () => {
    const { ask, urls } = asking(rssFeed([announced('2611.00001', 'new')]));
    const { records, done } = await source.next(undefined, ask, NOW);
    expect(urls[0]?.pathname).toBe('/rss/cs.CL+cs.AI');
    expect(done).toBe(true);
    expect(records).toMatchObject([
      {
        paperId: '2611.00001',
        source: 'arxiv-rss',
        version: 1,
        summary: 'We fly a kite & see that $a < b$.',
        authors: [{ name: 'Ines Brook' }, { name: 'Tomás Ferreira' }],
        publishedAt: AT.toISOString(),
        approximateDates: true,
        announcement: { kind: 'new', at: AT.toISOString() },
        submitUntil: '2026-11-30T05:00:00.000Z',
      },
    ]);
  });

  it('leave cross-lists and replacements to OAI-PMH', async () => {
    const versions = [new Date(0), new Date(1)];
    const kinds = ['cross', 'replace', 'replace-cross', 'something of the future'];
    const papers = kinds.map((kind, index) => announced(`2611.0001${index}`, kind));
    const { ask } = asking(rssFeed([...papers, announced('2611.00020', 'new', { versions })]));
    const { records, refused } = await source.next(undefined, ask, NOW);
    expect([records, refused]).toEqual([[], []]);
  });

  it('are asked for only when they have changed', async () => {
    const { ask, headers } = asking(
      {
        body: Buffer.from(rssFeed([])),
        headers: { etag: '"1"', 'last-modified': 'Thu, 26 Nov 2026 05:00:02 GMT' },
      },
      { status: 304 },
    );
    const first = await source.next(undefined, ask, NOW);
    const second = await source.next(first.next, ask, NOW);
    expect(headers[1]).toEqual({
      'if-none-match': '"1"',
      'if-modified-since': 'Thu, 26 Nov 2026 05:00:02 GMT',
    });
    expect(second).toMatchObject({ done: true, next: first.next });
  });

  it('may be empty, as at weekends', async () => {
    expect(await source.next(undefined, asking(rssFeed([])).ask, NOW)).toMatchObject({
      records: [],
      done: true,
    });
  });

  it('submit nothing of a batch of last week', async () => {
    const old = announced('2611.00001', 'new', {
      announced: { kind: 'new', at: new Date('2026-11-20T05:00:00Z') },
    });
    const { records } = await source.next(undefined, asking(rssFeed([old])).ask, NOW);
    expect(records[0]).not.toHaveProperty('submitUntil');
  });

  it('that are a text of an error are no announcements', async () => {
    const text =
      '<rss><channel><item><title>Feed error for query</title><description>Bad</description></item></channel></rss>';
    await expect(source.next(undefined, asking(text).ask, NOW)).rejects.toMatchObject({
      code: 'source-refused',
      message: 'None of its items is a paper; the first says: Feed error for query',
    });
  });
});
