import type { Formula } from './formula.js';
import { hackerNews } from './hacker-news.js';
import { redditHot } from './reddit-hot.js';
import { type TrendingSettings, trending } from './trending.js';

/** Every formula by name: a new one is a file and a line here. `trending` is the one that the lists use. */
export function formulas(settings: TrendingSettings): Record<string, Formula> {
  return {
    trending: trending(settings),
    'hacker-news': hackerNews,
    'reddit-hot': redditHot,
  };
}
