import { type Why } from '@paperboy/contracts';

type Trending = NonNullable<Why['trending']>;

/** The picture's size, in the units of its view box. */
export const PICTURE = { width: 720, height: 140 } as const;

const QUARTER_MS = 15 * 60_000;
/** Bars of papers whose votes came over months would be too thin to be seen. */
const LEAST_WIDTH = 4;
const GAP = 1.5;

/** What came in a quarter of an hour: its place in the picture, and how high it was when cast and is now. */
export interface WeightBar {
  readonly at: string;
  readonly x: number;
  readonly width: number;
  readonly cast: number;
  readonly now: number;
}

/** The terms as bars along time, the oldest left; the highest one as cast is as high as the picture. */
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
