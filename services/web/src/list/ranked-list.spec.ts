import { describe, expect, it } from '@jest/globals';
import { type ListItem } from '@paperboy/contracts';
import { counted } from '../text/number.js';
import { categoriesOf, curatorOf, submitterOf } from './ranked-list.js';

function item(by: string | undefined, categories: string[] = []): ListItem {
  return {
    paper: {
      id: '2602.23229',
      title: 'T',
      summary: 'S',
      authors: [],
      publishedAt: '2026-02-26T00:00:00.000Z',
      upvotes: 0,
      categories,
      discussionId: '2602.23229',
    },
    publishedAt: '2026-02-26T00:00:00.000Z',
    title: 'T',
    summary: 'S',
    thumbnail: '',
    numComments: 0,
    isAuthorParticipating: false,
    sample: false,
    ...(by === undefined
      ? {}
      : {
          submittedBy: {
            _id: by,
            avatarUrl: '',
            name: by,
            user: by,
            fullname: by.toUpperCase(),
            type: 'user',
          },
        }),
  };
}

describe('what a page says of a list', () => {
  it('names as curator the person who submitted most, the first on a tie, and never a feed', () => {
    expect(curatorOf([item('arxiv'), item('arxiv'), item('ada'), item('bo'), item('bo')])).toBe('BO');
    expect(curatorOf([item('ada'), item('bo')])).toBe('ADA');
    expect(curatorOf([item('arxiv'), item(undefined)])).toBeUndefined();
  });

  it('offers the categories that are there, the most frequent first', () => {
    expect(
      categoriesOf([item('a', ['cs.LG', 'cs.AI']), item('b', ['cs.LG']), item('c', ['hep-th'])], 2),
    ).toEqual(['cs.LG', 'cs.AI']);
  });

  it('knows who submitted a paper', () => {
    expect(submitterOf(item('ada'))).toEqual({ handle: 'ada', name: 'ADA', person: true });
  });

  it('counts one without an s', () => {
    expect([counted(0, 'author'), counted(1, 'author'), counted(12, 'author')]).toEqual([
      '0 authors',
      '1 author',
      '12 authors',
    ]);
  });
});
