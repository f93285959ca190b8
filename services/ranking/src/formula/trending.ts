import { fractionsOfTwo, log2 } from './exact.js';
import type { Formula, RankedPaper } from './formula.js';

/** Votes are counted in buckets of a quarter of an hour. */
export const BUCKET_MS = 15 * 60 * 1000;
/**
 * Blocks further than this below the newest can't change the last bit of the sum, if they hold less than 2^32 votes.
 */
export const BLOCKS_SUMMED = 96;

/** The constants of the trending list. */
export interface TrendingSettings {
  /** The hours after which a vote weighs half; a multiple of 0.25. */
  halfLifeHours: number;
  /** What a comment weighs against a vote; 0 leaves comments out. */
  commentWeight: number;
}

/** How many votes and comments count in one bucket. */
export interface BucketCounts {
  votes: number;
  comments: number;
}

/** The bucket of an instant in epoch milliseconds. */
export function bucketAt(instant: number): number {
  return Math.floor(instant / BUCKET_MS);
}

/**
 * Forward decay (Cormode, Shkapenyuk, Srivastava, Xu: Forward Decay, ICDE 2009): a vote weighs
 * 2 ** (its time / half-life). So waiting never changes the order of two papers, and no score has to be aged.
 * Buckets hold integer counts, so a withdrawn vote is subtracted exactly. The buckets of one half-life make a block.
 * The sum of a block is computed again whenever one of its buckets changes. The blocks are added in the log domain, the
 * newest first. So nothing overflows, no landmark has to move, and the same counts always give the same bits.
 */
export class Trending {
  /** Buckets in a half-life. */
  readonly perBlock: number;
  /** 2 ** (k / perBlock) for each place k of a block. */
  readonly weights: readonly number[];

  constructor(readonly settings: TrendingSettings) {
    this.perBlock = Math.round((settings.halfLifeHours * 3_600_000) / BUCKET_MS);
    this.weights = fractionsOfTwo(this.perBlock);
  }

  /** The sum of one block from the counts of its buckets by place, in units of the block's first moment. */
  blockSum(places: ReadonlyMap<number, BucketCounts>): number {
    let sum = 0;
    for (const place of [...places.keys()].sort((a, b) => b - a)) {
      const { votes, comments } = places.get(place) as BucketCounts;
      sum = sum + (votes + this.settings.commentWeight * comments) * (this.weights[place] as number);
    }
    return sum;
  }

  /** The score from the sums of blocks: log2 of the weighted votes, in half-lives since 1970; undefined without any. */
  scoreOfBlocks(sums: ReadonlyMap<number, number>): number | undefined {
    const blocks = [...sums.keys()].filter((block) => (sums.get(block) as number) > 0).sort((a, b) => b - a);
    const newest = blocks[0];
    if (newest === undefined) return undefined;
    let sum = 0;
    for (const block of blocks) {
      const distance = newest - block;
      if (distance > BLOCKS_SUMMED) break;
      sum = sum + (sums.get(block) as number) * 2 ** -distance;
    }
    return newest + log2(sum);
  }

  /** The score of a paper from all its buckets. */
  score(buckets: ReadonlyMap<number, BucketCounts>): number | undefined {
    const blocks = new Map<number, Map<number, BucketCounts>>();
    for (const [bucket, counts] of buckets) {
      const block = Math.floor(bucket / this.perBlock);
      const places = blocks.get(block) ?? new Map<number, BucketCounts>();
      places.set(bucket - block * this.perBlock, counts);
      blocks.set(block, places);
    }
    return this.scoreOfBlocks(new Map([...blocks].map(([block, places]) => [block, this.blockSum(places)])));
  }
}

/** Counts moments by bucket. */
export function bucketsOf(votes: readonly number[], comments: readonly number[]): Map<number, BucketCounts> {
  const buckets = new Map<number, BucketCounts>();
  const at = (instant: number) => {
    const bucket = bucketAt(instant);
    const known = buckets.get(bucket) ?? { votes: 0, comments: 0 };
    buckets.set(bucket, known);
    return known;
  };
  for (const vote of votes) at(vote).votes++;
  for (const comment of comments) at(comment).comments++;
  return buckets;
}

/** The trending list's formula for a replay: the same arithmetic over the moments of the votes. */
export function trending(settings: TrendingSettings): Formula {
  const decay = new Trending(settings);
  return {
    name: 'trending',
    source: 'Cormode et al., Forward Decay: A Practical Time Decay Model for Streaming Systems, ICDE 2009',
    score: (paper: RankedPaper) =>
      decay.score(bucketsOf(paper.votes, paper.comments)) ?? Number.NEGATIVE_INFINITY,
  };
}
