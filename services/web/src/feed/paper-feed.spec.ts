import { describe, expect, it } from '@jest/globals';
import { listItem } from '../../test/ranked-list.js';
import { chosen, MOST_ITEMS, paperFeed, paperItem } from './paper-feed.js';

const publicUrl = 'https://papers.example';
const place = {
  publication: 'Paperboy',
  publicUrl,
  path: '/papers/trending.json?category=cs.LG',
  page: '/papers/trending',
};
const many = (count: number) =>
  Array.from({ length: count }, (_, at) => listItem(`2602.${String(at).padStart(5, '0')}`));

describe('The papers of a feed', () => {
  it('have as many upvotes as are asked for, by the upvotes of now', () => {
    const papers = [
      listItem('2602.00001', { paper: { upvotes: 4 } }),
      listItem('2602.00002', { paper: { upvotes: 5 } }),
      listItem('2602.00003', { paper: { upvotes: 4 }, liveUpvotes: 9 }),
    ];
    expect(chosen(papers, { min_upvotes: 5 }).map(({ paper }) => paper.id)).toEqual([
      '2602.00002',
      '2602.00003',
    ]);
  });

  it('stand in it once, though they are on two lists, and are bounded', () => {
    expect(chosen([...many(80), ...many(200)], {})).toHaveLength(MOST_ITEMS);
    expect(chosen([...many(3), ...many(3)], {})).toHaveLength(3);
  });

  it('come by the date of their submission, the newest first, and date the feed', () => {
    const feed = paperFeed(
      'trending',
      {},
      [
        listItem('2602.00001', { publishedAt: '2026-11-20T00:00:00.000Z' }),
        listItem('2602.00003', { publishedAt: '2026-11-22T00:00:00.000Z' }),
        listItem('2602.00002', { publishedAt: '2026-11-22T00:00:00.000Z' }),
      ],
      place,
    );
    expect(feed.items.map(({ url }) => url.slice(-5))).toEqual(['00002', '00003', '00001']);
    expect(feed.updated).toBe('2026-11-22T00:00:00.000Z');
  });

  it('leave no trace of votes, so that a vote makes no item unread', () => {
    const item = (upvotes: number) =>
      paperItem(listItem('2602.00001', { paper: { upvotes }, numComments: upvotes }), publicUrl);
    expect(item(7)).toEqual(item(8));
  });
});

describe('A feed', () => {
  it('has one id in all formats, and another for each part of a list', () => {
    const id = (path: string) => paperFeed('trending', {}, [], { ...place, path }).id;
    expect(id('/papers/trending.rss?category=cs.LG')).toBe(id('/papers/trending.atom?category=cs.LG'));
    expect(id('/papers/trending.rss?category=cs.LG')).not.toBe(id('/papers/trending.rss'));
  });

  it('is called what it has', () => {
    const title = (query: object) => paperFeed('trending', query, [listItem('2602.00001')], place).title;
    expect(title({})).toBe('Paperboy: Trending papers');
    expect(title({ category: 'cs.LG', submitter: 'ada', min_upvotes: 3 })).toBe(
      'Paperboy: Trending papers in cs.LG submitted by Ada Lindqvist with 3 upvotes or more',
    );
    expect(title({ submitter: 'nobody' })).toBe('Paperboy: Trending papers submitted by nobody');
  });
});

describe('A paper as an item', () => {
  it('names a collaboration by its first authors and their number', () => {
    const authors = Array.from({ length: 3_000 }, (_, at) => ({
      _id: `${at}`,
      name: `A${at}`,
      hidden: false as const,
    }));
    const item = paperItem(listItem('2602.00001', { paper: { authors } }), publicUrl);
    expect(item.authors).toHaveLength(1);
    expect(item.authors[0]).toMatch(/^A0, .*A29 and 2970 more$/);
  });

  it('of the sample leads nowhere else and says that it is invented; a withdrawn one says so', () => {
    const sample = paperItem(listItem('2600.00001', { sample: true }), publicUrl);
    expect(sample.about).toBeUndefined();
    expect(sample.html).toContain('this paper is invented');
    expect(sample.html).not.toContain('arxiv.org');
    const withdrawn = listItem('2602.00001', { paper: { withdrawnAt: '2026-11-21T00:00:00.000Z' } });
    expect(paperItem(withdrawn, publicUrl).html).toContain('Withdrawn by its authors');
  });
});
