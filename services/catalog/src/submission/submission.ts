import type { PaperState } from '@paperboy/contracts';

/** The rules of who may submit what, from configuration. */
export interface SubmissionRules {
  /** A reader's submissions a day (UTC). */
  perDay: number;
  /** How old a paper may be, in days since it was published, for a reader to submit it. */
  maxAgeDays: number;
}

/** Why a paper can't be submitted. */
export type SubmissionRefusal = 'paper-withdrawn' | 'already-submitted' | 'paper-too-old';

/** Whether a person of this role may submit this paper now; the day's quota is taken apart from this. */
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
