import { z } from 'zod';

/** What a page reads of ranking's answer to why a paper stands where it stands. */
export const whySchema = z.object({
  paperId: z.string(),
  list: z.enum(['day', 'week', 'month', 'trending', 'new']),
  period: z.string().optional(),
  /** True when the list is frozen: then the numbers are those of its closing. */
  closed: z.boolean(),
  /** From 1; absent when the paper is not on this list. */
  rank: z.number().optional(),
  /** Papers on the list. */
  of: z.number(),
  upvotes: z.number(),
  /** On a closed list: the upvotes of now. */
  liveUpvotes: z.number().optional(),
  comments: z.number(),
  /** Votes that stand and do not count, by reason and without names. */
  notCounted: z.array(z.object({ reason: z.string(), votes: z.number() })),
  /** The formula of the list, in words. */
  order: z.string(),
  /** Trending alone: the terms, the newest first, and what comes of them; weights in votes cast now. */
  trending: z
    .object({
      halfLifeHours: z.number(),
      commentWeight: z.number(),
      terms: z.array(
        z.object({ at: z.string(), votes: z.number(), comments: z.number(), weight: z.number() }),
      ),
      furtherTerms: z.number(),
      weight: z.number(),
      score: z.number(),
    })
    .optional(),
  /** What one more vote that counts, cast now, would do. */
  oneMoreVote: z.object({ rank: z.number(), gained: z.number() }).optional(),
});
export type Why = z.infer<typeof whySchema>;

const REASONS: Readonly<Record<string, string>> = {
  'new-person-limit':
    'cast by people who joined less than a day ago, beyond the few of them that count each day',
};

/** Why votes do not count, in words. */
export function reasonText(reason: string): string {
  return REASONS[reason] ?? reason.replaceAll('-', ' ');
}

const WEIGHTS = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 3, maximumFractionDigits: 3 });

/** A weight in votes that are cast now, with as many digits as its neighbours in a column. */
export function weightText(weight: number): string {
  return WEIGHTS.format(weight);
}
