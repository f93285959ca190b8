import type { CountedVote, StoredPaper } from '../faults/oracle/brute-force.js';

/**
 * The papers of a day that were submitted before a moment, by the votes whose own histories say that they stood then. A
 * day of the publication begins `rollOverMs` after midnight UTC.
 */
export function countAtCutoff(
  papers: readonly StoredPaper[],
  votes: readonly CountedVote[],
  day: string,
  cutoff: Date,
  rollOverMs: number,
): { rank: number; id: string; upvotes: number }[] {
  const before = (time: string | undefined) => time !== undefined && Date.parse(time) < cutoff.getTime();
  const dayOf = (time: string) => new Date(Date.parse(time) - rollOverMs).toISOString().slice(0, 10);
  const stood = votes.filter(
    ({ counts, history }) =>
      counts && history.some(({ castAt, withdrawnAt }) => before(castAt) && !before(withdrawnAt)),
  );
  return papers
    .flatMap(({ id, submission }) => {
      if (!submission || !before(submission.at) || dayOf(submission.at) !== day) return [];
      const upvotes = stood.filter(({ paperId }) => paperId === id).length;
      return [
        { id, upvotes, byPerson: Number(submission.byKind === 'person'), at: Date.parse(submission.at) },
      ];
    })
    .sort((a, b) => b.upvotes - a.upvotes || b.byPerson - a.byPerson || a.at - b.at || (a.id < b.id ? -1 : 1))
    .map(({ id, upvotes }, at) => ({ rank: at + 1, id, upvotes }));
}
