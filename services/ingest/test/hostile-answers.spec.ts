import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connectRedis } from '@paperboy/platform';
import { testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import { PaceStore } from '../src/fetch/pace.store.js';
import { PoliteClient } from '../src/fetch/polite.client.js';
import { AtomSource } from '../src/source/atom.source.js';
import { OaiSource } from '../src/source/oai.source.js';
import { RssSource } from '../src/source/rss.source.js';
import type { Cursor, Page, Source } from '../src/source/source.js';
import { atomError, atomFeed, oaiPage, rssFeed } from './arxiv-documents.js';
import { answering, FakeArxiv } from './fake-arxiv.server.js';
import { fakePaper } from './fake-paper.js';

const NOW = new Date('2026-11-26T10:00:00.000Z');
const DATE = NOW.toISOString();
const LAUGHS = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">${'bcdefgh'
  .split('')
  .map((name, at) => `<!ENTITY ${name} "${`&${'abcdefg'[at]};`.repeat(10)}">`)
  .join('')}]><OAI-PMH>&h;</OAI-PMH>`;
const oai = (...papers: Parameters<typeof oaiPage>[1]) => oaiPage(DATE, papers, 'arXivRaw');
const [good, other] = [fakePaper('2611.00001'), fakePaper('2611.00002', { title: 'MARK' })];

describe('what comes over the socket', () => {
  let redis: ReturnType<typeof connectRedis>;
  let fake: FakeArxiv;
  let client: PoliteClient;

  beforeAll(async () => {
    redis = connectRedis(testStack().redisUrl);
    await waitFor(() => redis.status === 'ready');
  });
  beforeEach(async () => {
    fake = await FakeArxiv.start();
    client = new PoliteClient({
      pace: new PaceStore(redis, `${uniqueNamespace()}:pace`, {
        everyMs: 20,
        requestsPerDay: 1_000,
        leaseMs: 30_000,
      }),
      hosts: new Set([fake.host]),
      userAgent: 'Paperboy/test',
      limits: { headMs: 10_000, totalMs: 20_000, bytes: 16_000_000, patienceMs: 30_000 },
      now: () => NOW,
    });
  });
  afterEach(async () => {
    await client.close();
    await fake.stop();
  });
  afterAll(() => redis.disconnect());

  const next = (source: Source, cursor?: Cursor): Promise<Page> =>
    source.next(cursor, (request) => client.ask(request, 'live', new AbortController().signal), NOW);
  const oaiSource = () =>
    new OaiSource({
      baseUrl: `http://${fake.host}/oai`,
      format: 'arXivRaw',
      from: '2026-11-24',
      submitFrom: new Set(['cs.CL']),
    });
  const atomSource = () => new AtomSource({ baseUrl: `http://${fake.host}/api/query`, query: 'cat:cs.CL' });
  const rssSource = () =>
    new RssSource({
      baseUrl: `http://${fake.host}/rss`,
      categories: ['cs.CL'],
      submitFrom: new Set(['cs.CL']),
    });

  it.each([
    ['answer-with-doctype', 'a billion laughs', 200, LAUGHS],
    ['answer-truncated', 'a page that was cut off', 200, oai(good).slice(0, -60)],
    ['answer-not-xml', 'a page for people', 200, '<html><body><p>Maintenance<br></body></html>'],
    ['answer-foreign', 'another document', 200, rssFeed([good])],
    ['answer-empty', 'nothing', 200, ''],
    ['source-broken', 'a text under status 500', 500, 'Database error'],
    ['source-busy', '429 without Retry-After', 429, ''],
    ['redirect-refused', 'the way to the secrets of a cloud', 302, ''],
    ['answer-too-large', 'more than any page has', 200, Buffer.alloc(17_000_000, 'x')],
  ])('%s: %s', async (code, _what, status, body) => {
    const headers = { location: 'http://169.254.169.254/latest/meta-data/' };
    fake.script('/oai', answering(status, body, status === 302 ? headers : {}));
    await expect(next(oaiSource())).rejects.toMatchObject({ code });
    // The failed answer has no effect on the next one. After a 429 no further request is made.
    if (status === 429) return;
    fake.script('/oai', answering(200, oai(good)));
    expect((await next(oaiSource())).records).toHaveLength(1);
  });

  it('a token that repeats itself for ever is asked for once, and the list is begun anew later each time', async () => {
    const page = oaiPage(DATE, [good], 'arXivRaw', { token: 'again' });
    fake.script('/oai', ...Array.from({ length: 6 }, () => answering(200, page)));
    const waits: number[] = [];
    let cursor: Cursor | undefined;
    for (let round = 0; round < 3; round += 1) {
      const first = await next(oaiSource(), cursor);
      const failure = await next(oaiSource(), first.next).then(
        () => undefined,
        (error: { code: string; next: Cursor; retryAt: Date }) => error,
      );
      expect(failure?.code).toBe('token-repeats');
      waits.push((failure?.retryAt.getTime() ?? 0) - NOW.getTime());
      cursor = failure?.next;
    }
    expect(waits).toEqual([60_000, 120_000, 240_000]);
    expect(fake.seen).toHaveLength(6);
  });

  it('control characters cost no record, neither theirs nor those beside it', async () => {
    const page = oai(good, other).replace('MARK', 'A bell \u0007, &#x1; and \u0000 here');
    fake.script('/oai', answering(200, page));
    const { records, refused } = await next(oaiSource());
    expect([records.map(({ title }) => title), refused]).toEqual([
      ['Kites that remember 2611.00001', 'A bell , and here'],
      [],
    ]);
  });

  it('a wrong charset costs the record whose bytes are broken, and no other', async () => {
    const bytes = Buffer.from(oai(good, other).replace('MARK', 'Na\u00efve kites'), 'latin1');
    const [head, tail] = [bytes.subarray(0, -1), bytes.subarray(-1)];
    fake.script(
      '/oai',
      answering(200, Buffer.concat([head, tail]), { 'content-type': 'text/xml; charset=utf-8' }),
    );
    const { records, refused } = await next(oaiSource());
    expect(records.map(({ paperId }) => paperId)).not.toContain('2611.00002');
    expect(refused).toContainEqual({ id: 'oai:arXiv.org:2611.00002', code: 'not-utf8' });
  });

  it('an error as the one entry is a failure, and beside papers one refused entry', async () => {
    fake.script('/api', answering(200, atomError('incorrect id format for abc')));
    await expect(next(atomSource())).rejects.toMatchObject({ code: 'source-refused' });
    const error = /<entry>.*<\/entry>/.exec(atomError('something went wrong'))?.[0] ?? '';
    const feed = atomFeed([good], { total: 2, start: 0 }).replace('</feed>', `${error}</feed>`);
    fake.script('/api', answering(200, feed));
    const { records, refused } = await next(atomSource());
    expect([records.map(({ paperId }) => paperId), refused.length]).toEqual([['2611.00001'], 1]);
  });

  it('an error text among the announcements and among the records of a list costs nothing of what is beside it', async () => {
    const announced = { kind: 'new', at: NOW };
    const item = '<item><title>Error</title><description>Rate exceeded.</description></item>';
    const feed = rssFeed([fakePaper('2611.00001', { announced })]).replace('</channel>', `${item}</channel>`);
    fake.script('/rss', answering(200, feed));
    const news = await next(rssSource());
    expect([news.records.map(({ paperId }) => paperId), news.refused.length]).toEqual([['2611.00001'], 1]);
    const record = '<record><error>Record not available</error></record>';
    fake.script('/oai', answering(200, oai(good).replace('</ListRecords>', `${record}</ListRecords>`)));
    const list = await next(oaiSource());
    expect([list.records.map(({ paperId }) => paperId), list.refused.length]).toEqual([['2611.00001'], 1]);
  });

  it('a batch of last month under a fresh date is submitted by nobody', async () => {
    const announced = { kind: 'new', at: NOW };
    fake.papers.push(
      fakePaper('2609.00001', { announced }),
      fakePaper('2103.00002', { announced }),
      fakePaper('2611.00003', { announced }),
    );
    const { records } = await next(rssSource());
    const submitted = records.filter(({ submitUntil }) => submitUntil).map(({ paperId }) => paperId);
    expect([records.length, submitted]).toEqual([3, ['2611.00003']]);
  });
});
