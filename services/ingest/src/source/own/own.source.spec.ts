import { describe, expect, it } from '@jest/globals';
import { paperIdSchema } from '@paperboy/contracts';
import fc from 'fast-check';
import { asking } from '../../../test/asking.js';
import { Refused } from '../../record/refusal.js';
import { OwnSource } from './own.source.js';
import { ownIdOf } from './own-entry.js';

const NOW = new Date('2026-11-26T10:00:00.000Z');
const sourceOf = (format: 'rss' | 'atom' | 'jsonl', license?: string) =>
  new OwnSource({
    name: 'lab',
    url: 'https://lab.example/feed',
    format,
    category: 'cs.LG',
    ...(license && { license }),
  });
const read = (format: 'rss' | 'atom' | 'jsonl', body: string, license?: string) =>
  sourceOf(format, license).next(undefined, asking(body).ask, NOW);

const rss = (...items: string[]) =>
  `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Lab</title>${items.join('')}</channel></rss>`;
const ITEM = `<item><guid isPermaLink="false">2026-17</guid><title>Kites &amp;amp; lanterns</title>
  <link>https://lab.example/papers/17</link><description>&lt;p&gt;We fly &lt;b&gt;kites&lt;/b&gt;, $a &amp;lt; b$.&lt;/p&gt;</description>
  <dc:creator>Ada Quill, Bo Li</dc:creator><category>Kites</category><category>cs.RO</category>
  <pubDate>Tue, 24 Nov 2026 08:00:00 GMT</pubDate></item>`;

describe("a source of one's own", () => {
  it('in RSS gives papers with ids of its name space, its licence and its page', async () => {
    const { records } = await read('rss', rss(ITEM), 'CC BY 4.0');
    expect(records).toEqual([
      {
        paperId: 'lab:2026-17',
        source: 'own',
        observedAt: NOW.toISOString(),
        version: 1,
        title: 'Kites & lanterns',
        summary: 'We fly kites , $a < b$.',
        authors: [{ name: 'Ada Quill' }, { name: 'Bo Li' }],
        categories: ['cs.RO'],
        publishedAt: '2026-11-24T08:00:00.000Z',
        updatedAt: '2026-11-24T08:00:00.000Z',
        license: 'CC BY 4.0',
        url: 'https://lab.example/papers/17',
        withdrawn: false,
      },
    ]);
  });

  it('in Atom gives when papers changed, and its default category', async () => {
    const entry = `<entry><id>tag:lab.example,2026:reports/17</id><title>Kites</title><summary>We fly.</summary>
      <author><name>Ada Quill</name></author><link rel="self" href="https://lab.example/17.atom"/>
      <link href="https://lab.example/17"/><published>2026-11-20T08:00:00Z</published>
      <updated>2026-11-24T08:00:00+01:00</updated></entry>`;
    const { records } = await read('atom', `<feed xmlns="http://www.w3.org/2005/Atom">${entry}</feed>`);
    expect(records).toMatchObject([
      {
        paperId: 'lab:reports-17',
        categories: ['cs.LG'],
        publishedAt: '2026-11-20T08:00:00.000Z',
        updatedAt: '2026-11-24T07:00:00.000Z',
        url: 'https://lab.example/17',
      },
    ]);
  });

  it('in lines of JSON takes good ones beside bad ones', async () => {
    const good = { id: '2026-17', title: 'Kites', authors: ['Ada Quill', 'Bo Li'], published: '2026-11-24' };
    const lines = [
      JSON.stringify(good),
      '',
      '{broken',
      JSON.stringify({ ...good, id: '' }),
      JSON.stringify({ ...good, id: '18', published: 'yesterday' }),
      JSON.stringify({ ...good, id: '19', title: '' }),
      JSON.stringify({ ...good, id: 20, authors: 'Ada Quill and Bo Li', url: 'javascript:alert(1)' }),
    ];
    const { records, refused } = await read('jsonl', lines.join('\n'));
    expect(records.map(({ paperId }) => paperId)).toEqual(['lab:2026-17', 'lab:20']);
    expect(records[1]?.authors).toEqual([{ name: 'Ada Quill' }, { name: 'Bo Li' }]);
    expect(records[1]?.url).toBeUndefined();
    expect(refused).toEqual([
      { id: 'line 3', code: 'details-invalid' },
      { id: 'line 4', code: 'id-missing' },
      { id: 'line 5', code: 'dates-invalid' },
      { id: 'line 6', code: 'title-missing' },
    ]);
  });

  it('is read only when it has changed', async () => {
    const first = asking({ body: Buffer.from(rss(ITEM)), headers: { etag: '"one"' } });
    const { next, done } = await sourceOf('rss').next(undefined, first.ask, NOW);
    expect([next, done]).toEqual([{ etag: '"one"' }, true]);
    const second = asking({ status: 304 });
    expect(await sourceOf('rss').next(next, second.ask, NOW)).toMatchObject({
      records: [],
      next,
      done: true,
    });
    expect(second.headers[0]).toMatchObject({ 'if-none-match': '"one"' });
  });

  it.each([
    ['rss', 'source-refused', rss('<item><title>Error: no such feed</title></item>')],
    ['rss', 'answer-foreign', '<feed xmlns="http://www.w3.org/2005/Atom"/>'],
    ['rss', 'answer-truncated', rss(ITEM).slice(0, 300)],
    ['atom', 'answer-with-doctype', '<!DOCTYPE feed [<!ENTITY a "aaaa">]><feed>&a;</feed>'],
    ['jsonl', 'source-refused', '<!doctype html>\n<p>Sign in</p>'],
    ['jsonl', 'answer-empty', ''],
    ['jsonl', 'answer-too-large', '\n'.repeat(20_001)],
  ] as const)('in %s that is something else is %s', async (format, code, body) => {
    await expect(read(format, body)).rejects.toMatchObject({ code });
  });

  it('may be empty, as a new one is', async () => {
    expect((await read('rss', rss())).records).toEqual([]);
  });
});

describe("the id of a paper of one's own", () => {
  it.each([
    ['2026-17', 'lab:2026-17'],
    ['https://lab.example/papers/2026-17/', 'lab:papers-2026-17'],
    ['oai:lab.example:2026-17', 'lab:2026-17'],
    ['urn:lab:a.b', 'lab:a-b'],
    [' report 9 ', 'lab:report-9'],
  ])('%j is %s', (said, id) => {
    expect(ownIdOf('lab', said)).toBe(id);
  });

  it('is one whatever the source says, the same each time, and another one for another long one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (said) => {
        try {
          const id = ownIdOf('my-laboratory', said);
          expect(paperIdSchema.safeParse(id).success).toBe(true);
          expect(ownIdOf('my-laboratory', said)).toBe(id);
        } catch (error) {
          expect(error).toBeInstanceOf(Refused);
        }
      }),
    );
    const long = 'a'.repeat(100);
    expect(ownIdOf('lab', `${long}1`)).not.toBe(ownIdOf('lab', `${long}2`));
  });
});
