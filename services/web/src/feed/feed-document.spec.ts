import { describe, expect, it, test } from '@jest/globals';
import { FEED_FORMATS } from '@paperboy/contracts';
import { parseFeed } from '@rowanmanning/feed-parser';
import fc from 'fast-check';
import { faultsOf, strictXml } from '../../test/feed-rules.js';
import { listItem } from '../../test/ranked-list.js';
import { tagUri } from './feed.js';
import { feedDocument } from './feed-document.js';
import { paperFeed } from './paper-feed.js';

const publicUrl = 'https://papers.example:8443';
const place = {
  publication: 'Paper & Boy',
  publicUrl,
  path: '/papers/day.rss?category=cs.LG&submitter=ada',
  page: '/papers/day?category=cs.LG&p=1',
};
const HOSTILE = [
  'Less < more & ]]> the "rest"',
  'NUL \u0000, bell \u0007, half \ud83d, U+FFFE \ufffe',
  '</title><script>alert(1)</script>',
  '<![CDATA[ not a section ]]>',
  '&amp; &lt;b&gt; &#x3c;',
  'Ünïcode 量子 🧪 ‮ right to left',
  '$\\sum_{i<j} x_i$ and \\emph{more}',
  '   ',
];

function written(format: (typeof FEED_FORMATS)[number], titles: readonly string[]): string {
  const items = titles.map((text, at) =>
    listItem(`2602.${String(at + 1).padStart(5, '0')}`, {
      paper: {
        title: `x${text}`,
        summary: text,
        authors: [{ _id: 'a', name: text, hidden: false }],
        categories: ['cs.LG'],
      },
    }),
  );
  return feedDocument(
    format,
    paperFeed('day', { category: 'cs.LG', submitter: 'ada' }, items, place),
  ).toString();
}

describe.each(FEED_FORMATS)('A feed as %s', (format) => {
  const self = `${publicUrl}${place.path}`;

  it('keeps the rules of a validator, whatever stands in titles and names', () => {
    expect(faultsOf(format, written(format, HOSTILE), self)).toEqual([]);
  });

  it('keeps them without items', () => {
    expect(faultsOf(format, written(format, []), self)).toEqual([]);
  });

  it('keeps them for any text', () => {
    const any = fc.array(fc.string({ unit: 'binary', maxLength: 60 }), { maxLength: 4 });
    fc.assert(
      fc.property(any, (titles) => expect(faultsOf(format, written(format, titles), self)).toEqual([])),
    );
  });

  it('is the same to the byte for the same papers', () => {
    expect(written(format, HOSTILE)).toBe(written(format, HOSTILE));
  });
});

test.each(['rss', 'atom'] as const)(
  'a reader of %s sees titles, dates, authors and links as they are',
  (format) => {
    const document = written(format, ['Less < more & $O(n^2)$']);
    const feed = parseFeed(document);
    expect(feed.title).toBe('Paper & Boy: Papers of the day in cs.LG submitted by Ada Lindqvist');
    expect(feed.url).toBe(`${publicUrl}${place.page}`);
    const [item] = feed.items;
    expect(item).toMatchObject({
      id: 'tag:papers.example,2026:paper/2602.00001',
      title: 'xLess < more & O(n²)',
      url: `${publicUrl}/papers/2602.00001`,
      published: new Date('2026-11-20T00:00:00.000Z'),
    });
    expect(item?.authors.map(({ name }) => name)).toEqual(['Less < more & O(n²)']);
    const text = strictXml(document).text;
    expect(text).toContain('<p>Less &lt; more &amp; O(n²)</p>');
    expect(item?.categories.map(({ term }) => term)).toEqual(['cs.LG']);
  },
);

it('an id is a tag of the host, whatever the scheme and the port', () => {
  expect(tagUri('http://localhost:3000', 'paper/hep-th/9901001')).toBe(
    'tag:localhost,2026:paper/hep-th/9901001',
  );
  expect(tagUri('https://[::1]:3000', 'x')).toBe('tag:1,2026:x');
});
