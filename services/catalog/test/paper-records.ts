import type { PaperRecord } from '@paperboy/contracts';

/** A record of a made-up paper, as a source would tell it. */
export function paperRecord(paperId: string, different: Partial<PaperRecord> = {}): PaperRecord {
  return {
    paperId,
    source: 'arxiv-snapshot',
    observedAt: '2026-11-20T08:00:00.000Z',
    version: 1,
    title: `On $x_${paperId.slice(-1)}$ and other matters`,
    summary: 'We prove $a^2 + b^2 = c^2$ once more.',
    authors: [{ name: 'Ida Nørgaard' }, { name: '$ Pound' }],
    categories: ['math.NT', 'math.HO'],
    publishedAt: '2026-11-18T10:00:00.000Z',
    updatedAt: '2026-11-18T10:00:00.000Z',
    withdrawn: false,
    ...different,
  };
}
