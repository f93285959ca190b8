import type { CatalogPaper } from '@paperboy/contracts';

/** A paper as the catalog answers it. */
export function catalogPaper(id: string, over: Partial<CatalogPaper> = {}): CatalogPaper {
  return {
    id,
    seq: 3,
    version: 2,
    title: 'Counting votes exactly once',
    summary: 'We count.',
    authors: [{ name: 'Zoë Zimmer' }],
    categories: ['cs.DC'],
    publishedAt: '2026-11-20T00:00:00.000Z',
    updatedAt: '2026-11-20T00:00:00.000Z',
    arrivedAt: '2026-11-20T00:00:00.000Z',
    submission: { by: 'ada-id', byKind: 'person', at: '2026-11-22T08:00:00.000Z' },
    submittedBy: { id: 'ada-id', handle: 'ada', name: 'Ada Lindqvist' },
    sample: false,
    ...over,
  };
}
