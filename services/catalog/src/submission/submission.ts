import type { PaperState } from '@paperboy/contracts';

/** The limits of submissions, from configuration. */
export interface SubmissionRules {
  /** The most submissions of a reader on one day (UTC). */
  perDay: number;
  /** The greatest age of a paper, in days since its publication, that a reader may submit. */
  maxAgeDays: number;
}

/** Why a paper can't be submitted. */
export type SubmissionRefusal = 'paper-withdrawn' | 'already-submitted' | 'paper-too-old';

/** Why a person of this role may not submit this paper now; undefined if allowed. Does not check the daily quota. */
export function submissionRefusal(
  paper: Pick<PaperState, 'withdrawnAt' | 'submission' | 'publishedAt'>,
  role: 'reader' | 'curator' | 'admin',
  now: Date,
  rules: SubmissionRules,
): SubmissionRefusal | undefined {
  if (paper.withdrawnAt) return 'paper-withdrawn';
  if (paper.submission) return 'already-submitted';
  const ageMs = now.getTime() - Date.parse(paper.publishedAt);
  return role === 'reader' && ageMs > rules.maxAgeDays * 86_400_000 ? 'paper-too-old' : undefined;
}
