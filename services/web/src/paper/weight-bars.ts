import { type Why } from '@paperboy/contracts';

type Trending = NonNullable<Why['trending']>;

/** The picture's size, in the units of its view box. */
export const PICTURE = { width: 720, height: 140 } as const;

const QUARTER_MS = 15 * 60_000;
/** The least width of a bar: without it the bars would be too thin to see when votes came over months. */
const LEAST_WIDTH = 4;
const GAP = 1.5;

/** The votes and comments of a quarter of an hour: the place of their bar, and its height when they came and now. */
export interface WeightBar {
  readonly at: string;
  readonly x: number;
  readonly width: number;
  readonly cast: number;
  readonly now: number;
}

/**
 * The terms as bars along time, the oldest on the left. The highest bar, by its weight when cast, fills the picture.
 */
export function weightBars({ terms, commentWeight }: Pick<Trending, 'terms' | 'commentWeight'>): WeightBar[] {
  const came = terms.map(({ at, votes, comments, weight }) => ({
    at,
    quarter: Date.parse(at) / QUARTER_MS,
    cast: votes + comments * commentWeight,
    now: weight,
  }));
  const quarters = came.map(({ quarter }) => quarter);
  const first = Math.min(...quarters);
  const step = PICTURE.width / (Math.max(...quarters) - first + 1);
  const width = Math.max(LEAST_WIDTH, Math.min(step - GAP, PICTURE.width / 12));
  const unit = PICTURE.height / Math.max(...came.map(({ cast }) => cast), Number.MIN_VALUE);
  return came.map(({ at, quarter, cast, now }) => ({
    at,
    x: Math.min((quarter - first) * step, PICTURE.width - width),
    width,
    cast: cast * unit,
    now: now * unit,
  }));
}
