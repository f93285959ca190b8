/** What a formula may use: times in epoch milliseconds, none after the time of ranking. */
export interface RankedPaper {
  id: string;
  submittedAt: number;
  /** When each vote that stands and counts was cast. */
  votes: readonly number[];
  /** When each comment that is shown was posted. */
  comments: readonly number[];
}

/** One way to order papers: the higher score stands first. */
export interface Formula {
  readonly name: string;
  /** Where the formula comes from. */
  readonly source: string;
  /** The score at a moment; formulas without ageing ignore it. */
  readonly score: (paper: RankedPaper, now: number) => number;
}

/**
 * Orders papers by a formula; equal scores by the earlier submission, then by id. Papers without a score are left out.
 */
export function rank(formula: Formula, papers: readonly RankedPaper[], now: number): string[] {
  return papers
    .map((paper) => ({ paper, score: formula.score(paper, now) }))
    .filter(({ score }) => score > Number.NEGATIVE_INFINITY)
    .sort(
      (a, b) =>
        b.score - a.score || a.paper.submittedAt - b.paper.submittedAt || (a.paper.id < b.paper.id ? -1 : 1),
    )
    .map(({ paper }) => paper.id);
}
