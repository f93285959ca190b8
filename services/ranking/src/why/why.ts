import { BUCKET_MS, type BucketCounts, type Trending } from '../formula/trending.js';
import type { ListName } from '../list/list-query.js';

/** Votes or comments of one span of time, and what they weigh now. */
export interface WhyTerm {
  /** Start of the span, a quarter of an hour. */
  at: string;
  votes: number;
  comments: number;
  /** What they weigh, in votes cast now. */
  weight: number;
}

/** Why a paper stands where it stands. */
export interface Why {
  paperId: string;
  list: ListName;
  /** The period, on the lists that have one. */
  period?: string;
  /** True when the list is frozen: then the numbers are those of its closing. */
  closed: boolean;
  /** From 1; absent when the paper is not on this list. */
  rank?: number;
  /** Papers on the list. */
  of: number;
  upvotes: number;
  /** On a closed list: the upvotes of now, which move the list no more. */
  liveUpvotes?: number;
  comments: number;
  /** Votes that stand and do not count, by reason. */
  notCounted: { reason: string; votes: number }[];
  /** The formula of the list, in words. */
  order: string;
  /** Trending alone: the terms, the newest first, and what comes of them. */
  trending?: {
    halfLifeHours: number;
    commentWeight: number;
    terms: WhyTerm[];
    /** Terms too small to be told one by one. */
    furtherTerms: number;
    /** All terms together, in votes cast now. */
    weight: number;
    /** log2 of the weighted votes, in half-lives since 1970: what the list is sorted by. */
    score: number;
  };
  /** What one more vote that counts, cast now, would do. */
  oneMoreVote?: { rank: number; gained: number };
}

/** More terms than these are summed up as `furtherTerms`. */
const TERMS_TOLD = 24;

/** The order of each list, in words. */
export const ORDERS: Record<ListName, string> = {
  day: 'Most upvotes first; with equal upvotes what people submitted before what the feed did, then the earlier submission.',
  week: 'Most upvotes first; with equal upvotes what people submitted before what the feed did, then the earlier submission.',
  month:
    'Most upvotes first; with equal upvotes what people submitted before what the feed did, then the earlier submission.',
  trending:
    'Each vote weighs half of what it did once a half-life has passed; the sum of all weights decides, then the earlier submission.',
  new: 'The newest arrival first.',
};

/** The terms of the trending formula for a paper, as of a moment. */
export function trendingTerms(
  buckets: ReadonlyMap<number, BucketCounts>,
  trending: Trending,
  now: number,
): Why['trending'] | undefined {
  const score = trending.score(buckets);
  if (score === undefined) return undefined;
  const { halfLifeHours, commentWeight } = trending.settings;
  const present = now / (halfLifeHours * 3_600_000);
  const terms = [...buckets]
    .filter(([, { votes, comments }]) => votes > 0 || comments > 0)
    .sort(([a], [b]) => b - a)
    .map(([bucket, { votes, comments }]): WhyTerm => {
      const age = present - bucket / trending.perBlock;
      const at = new Date(bucket * BUCKET_MS).toISOString();
      return { at, votes, comments, weight: (votes + commentWeight * comments) * 2 ** -age };
    });
  return {
    halfLifeHours,
    commentWeight,
    terms: terms.slice(0, TERMS_TOLD),
    furtherTerms: Math.max(0, terms.length - TERMS_TOLD),
    weight: 2 ** (score - present),
    score,
  };
}

/** The same buckets with one more vote. */
export function withOneMore(
  buckets: ReadonlyMap<number, BucketCounts>,
  bucket: number,
): Map<number, BucketCounts> {
  const { votes, comments } = buckets.get(bucket) ?? { votes: 0, comments: 0 };
  return new Map(buckets).set(bucket, { votes: votes + 1, comments });
}

/** Reads the buckets out of the fields of `x:<paper>` (apply.script.ts): `b<block>` holds `sum|place:votes:comments,...`. */
export function bucketsIn(
  figures: Readonly<Record<string, string>>,
  perBlock: number,
): Map<number, BucketCounts> {
  const buckets = new Map<number, BucketCounts>();
  for (const [field, value] of Object.entries(figures)) {
    if (!/^b-?\d+$/.test(field)) continue;
    const start = Number(field.slice(1)) * perBlock;
    for (const [, place, votes, comments] of value.matchAll(/(\d+):(\d+):(\d+)/g)) {
      buckets.set(start + Number(place), { votes: Number(votes), comments: Number(comments) });
    }
  }
  return buckets;
}
