import type { ListAnswer, SearchAnswer } from '@paperboy/contracts';

/** What the catalog answers to a search that finds these, with the first word of each title marked. */
export function searchAnswer(
  q: string,
  items: ListAnswer['items'],
  over: Partial<SearchAnswer> = {},
): SearchAnswer {
  return {
    q,
    asked: q.split(' ').map((text) => ({ kind: 'word', text, excluded: false })),
    sort: 'relevance',
    total: items.length,
    counted: true,
    partial: false,
    hits: items.map((item) => ({
      item,
      title: { text: item.title, marks: [[0, item.title.indexOf(' ')]] },
      summary: { text: item.summary, marks: [], excerpt: [0, item.summary.length] },
    })),
    more: false,
    facets: {
      categories: [{ category: 'cs.LG', papers: 2 }],
      years: [{ year: 2026, papers: 2 }],
      of: items.length,
    },
    suggestions: items.length > 0 ? [] : [{ kind: 'spelling', q: 'counting', word: 'cuonting', total: 3 }],
    numbersCurrent: true,
    ...over,
  };
}
