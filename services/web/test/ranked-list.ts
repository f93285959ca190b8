import type { ListAnswer, ListedPaper, PublicPerson } from '@paperboy/contracts';

/** A person as lists name one. */
export function listedPerson(name: string, fullname: string): PublicPerson {
  return { _id: `${name}-id`, avatarUrl: '', fullname, name, user: name, type: 'user' };
}

/** What a test wants different in an item. */
type ItemChange = Partial<Omit<ListAnswer['items'][number], 'paper'>> & { paper?: Partial<ListedPaper> };

/** An item of a list as ranking answers it. */
export function listItem(id: string, { paper, ...over }: ItemChange = {}): ListAnswer['items'][number] {
  const title = 'An $O(n)$ bound & more';
  const summary = 'We show <b>something</b> new.';
  return {
    paper: {
      id,
      title,
      summary,
      authors: ['A', 'B'].map((name, at) => ({ _id: `${id}.${at + 1}`, name, hidden: false })),
      publishedAt: '2026-11-20T00:00:00.000Z',
      upvotes: 7,
      discussionId: id,
      categories: ['cs.LG'],
      ...paper,
    },
    publishedAt: '2026-11-20T00:00:00.000Z',
    title,
    summary,
    thumbnail: '',
    numComments: 2,
    submittedBy: listedPerson('ada', 'Ada Lindqvist'),
    isAuthorParticipating: false,
    sample: false,
    ...over,
  };
}

/** A list as ranking answers it. */
export function rankedList(items: ListAnswer['items'], over: Partial<ListAnswer> = {}): ListAnswer {
  return {
    list: 'day',
    ...(over.list === 'trending' || over.list === 'new'
      ? {}
      : { period: '2026-11-22', previous: '2026-11-21' }),
    closed: false,
    rebuilding: false,
    total: items.length,
    items,
    ...over,
  };
}
