import type { PaperState, VoteState } from '@paperboy/contracts';

/** A submitted paper. */
export function paper(id: string, changes: Partial<PaperState> = {}): PaperState {
  return {
    id,
    seq: 1,
    version: 1,
    title: `Title of ${id}`,
    summary: `Summary of ${id}.`,
    authors: [{ name: 'Ada Example' }, { name: 'Bo Example' }],
    categories: ['cs.AI', 'cs.LG'],
    publishedAt: '2026-11-20T10:00:00.000Z',
    updatedAt: '2026-11-20T10:00:00.000Z',
    arrivedAt: '2026-11-21T00:00:00.000Z',
    submission: { by: 'carol_carol_', byKind: 'person', at: '2026-11-22T08:00:00.000Z' },
    sample: false,
    ...changes,
  };
}

/** A vote that stands and counts. */
export function vote(paperId: string, personId: string, changes: Partial<VoteState> = {}): VoteState {
  return {
    paperId,
    personId,
    seq: 1,
    standing: true,
    counts: true,
    history: [{ castAt: '2026-11-22T09:00:00.000Z' }],
    sample: false,
    ...changes,
  };
}
