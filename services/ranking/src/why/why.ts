import type { ListName, Why } from '@paperboy/contracts';
import { BUCKET_MS, type BucketCounts, type Trending } from '../formula/trending.js';

/** A term of the trending formula: the votes and comments of one bucket. */
type WhyTerm = NonNullable<Why['trending']>['terms'][number];

/** The most terms that are listed. `furtherTerms` is the number of the others. */
const TERMS_TOLD = 24;

const BY_UPVOTES =
  'The paper with the most upvotes comes first. Of papers with as many upvotes, those that a person submitted come before those from a feed, and then the one that was submitted earlier comes first.';

/** The order of each list, in words. */
export const ORDERS: Record<ListName, string> = {
  day: BY_UPVOTES,
  week: BY_UPVOTES,
  month: BY_UPVOTES,
  trending:
    'A vote loses half of its weight with each half-life. The paper with the largest sum of weights comes first. Of two papers with the same sum, the one that was submitted earlier comes first.',
  new: 'The newest arrival comes first.',
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
