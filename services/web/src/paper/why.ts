import { z } from 'zod';

/** What a page reads of ranking's answer to why a paper stands where it stands. */
export const whySchema = z.object({
  paperId: z.string(),
  list: z.enum(['day', 'week', 'month', 'trending', 'new']),
  period: z.string().nullish(),
  /** From 1; nothing when the paper is not on the list. */
  rank: z.number().nullish(),
  /** Papers on the list. */
  total: z.number().nullish(),
  formula: z
    .object({ name: z.string(), words: z.string().optional(), source: z.string().optional() })
    .nullish(),
  /** The terms of the formula with their numbers, in the order in which they count. */
  terms: z.array(
    z.object({ name: z.string(), value: z.union([z.number(), z.string()]), words: z.string().optional() }),
  ),
  /** Votes that stand and do not count, by reason and without names. */
  notCounted: z.array(z.object({ reason: z.string(), votes: z.number() })).default([]),
  oneMoreVote: z.object({ rank: z.number().nullish(), words: z.string().optional() }).nullish(),
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

/** A number as people read it: whole ones whole, others with three digits after the point. */
export function numberText(value: number | string): string {
  if (typeof value === 'string') return value;
  return new Intl.NumberFormat('en-GB', { maximumFractionDigits: 3 }).format(value);
}
