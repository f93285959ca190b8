import type { PaperState } from '@paperboy/contracts';
import { paper, vote } from './paper-and-vote.js';
import type { RankingUnderTest } from './ranking-under-test.js';

/** The list on which `aDay` puts its papers. */
export const DAY = '/api/daily_papers?date=2026-11-22';

/** Four papers of 22 November: two of people, one of them in hep-th alone, one with an old identifier, one of the feed. */
export const FOUR_PAPERS: readonly PaperState[] = [
  paper('2611.00001', { submission: { by: 'arxiv', byKind: 'feed', at: '2026-11-22T01:00:00.000Z' } }),
  paper('2611.00002'),
  paper('2611.00003', {
    submission: { by: 'carol_carol_', byKind: 'person', at: '2026-11-22T07:00:00.000Z' },
    categories: ['hep-th'],
  }),
  paper('hep-th/9901001'),
];

/** Publishes the four papers and three votes for two of them, and waits until the list shows them. */
export async function aDay({ catalog, shows }: RankingUnderTest): Promise<void> {
  await catalog.papers(...FOUR_PAPERS);
  await catalog.votes(
    vote('hep-th/9901001', 'ann'),
    vote('hep-th/9901001', 'bob'),
    vote('2611.00002', 'ann'),
  );
  await shows(DAY, ['hep-th/9901001', '2611.00002', '2611.00003', '2611.00001']);
}
