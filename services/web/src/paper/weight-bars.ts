import type { Why } from './why.js';

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
  const times = terms.map(({ at }) => Date.parse(at));
  const first = Math.min(...times);
  const quarters = (Math.max(...times) - first) / QUARTER_MS + 1;
  const step = PICTURE.width / quarters;
  const width = Math.max(LEAST_WIDTH, Math.min(step - GAP, PICTURE.width / 12));
  const cast = terms.map(({ votes, comments }) => votes + comments * commentWeight);
  const unit = PICTURE.height / Math.max(...cast, Number.MIN_VALUE);
  return terms.map(({ at, weight }, n) => ({
    at,
    x: Math.min((((times[n] ?? first) - first) / QUARTER_MS) * step, PICTURE.width - width),
    width,
    cast: (cast[n] ?? 0) * unit,
    now: weight * unit,
  }));
}
