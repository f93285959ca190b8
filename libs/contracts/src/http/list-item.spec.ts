import { describe, expect, it } from '@jest/globals';
import { listItemOf } from './list-item.js';

const card = {
  title: 'Kites',
  summary: 'We fly them.',
  authors: ['Ada Quill'],
  categories: ['cs.LG'],
  publishedAt: '2026-11-20T00:00:00.000Z',
  sample: false,
};
const itemOf = (more: object) =>
  listItemOf(
    { id: '2611.00001', card: { ...card, ...more }, upvotes: 3, comments: 0 },
    'https://papers.example',
  );

describe('the item of a list', () => {
  it('has the links of its paper in both places where clients look', () => {
    const links = { githubRepo: 'https://github.com/lab/kites', projectPage: 'https://lab.github.io/kites' };
    const item = itemOf({ links });
    expect([item, item.paper]).toMatchObject([links, links]);
  });

  it('has no links when nobody says any', () => {
    expect(Object.keys(itemOf({}))).not.toContain('githubRepo');
  });
});
