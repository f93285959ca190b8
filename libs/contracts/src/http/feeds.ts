import { z } from 'zod';
import { categorySchema } from '../ids.js';
import { CADENCES, type Cadence } from '../values/period.js';
import { wholeNumber } from '../values/whole-number.js';
import { endpoint } from './endpoint.js';
import { type ListName, submitterSchema } from './lists.js';
import { EXAMPLE_PAPER, paperParams } from './papers.js';
import { search } from './search.js';
import { feedSecretSchema } from './shelf.js';

/** The formats of feeds, and the content type of each. */
export const FEED_TYPES = {
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  json: 'application/feed+json',
} as const;
export type FeedFormat = keyof typeof FEED_TYPES;
export const FEED_FORMATS = Object.keys(FEED_TYPES) as FeedFormat[];

const format = z
  .enum(FEED_FORMATS, 'expected rss, atom or json')
  .meta({ description: 'RSS 2.0, Atom or JSON Feed 1.1.' });
const formatParams = z.object({ format });
const media = Object.values(FEED_TYPES);

/** Which papers of a list a feed has. */
const feedQuery = z.object({
  category: categorySchema.optional().meta({ description: 'A category of arXiv, such as cs.LG.' }),
  submitter: submitterSchema.optional().meta({ description: 'The handle of the person who submitted.' }),
  min_upvotes: wholeNumber(1, 1_000_000)
    .optional()
    .meta({ description: 'Only papers with as many upvotes, once they have them.' }),
});
export type FeedQuery = z.output<typeof feedQuery>;

function listFeed(list: ListName, summary: string) {
  return endpoint({
    service: 'web',
    method: 'GET',
    path: `/papers/${list}.{format}`,
    params: formatParams,
    query: feedQuery,
    media,
    problems: ['lists-unavailable', 'service-away'],
    callers: 'everyone',
    repeatable: true,
    public: {},
    example: { params: { format: 'rss' } },
    summary,
  });
}

/** The feed of a cadence's list. It is filled up to a hundred papers from the period before. */
const cadenceFeed = (cadence: Cadence) =>
  listFeed(
    cadence,
    `The papers of the ${cadence} and of the ${cadence} before as a feed, at most 100, the newest submission first.`,
  );

/** Feeds: at most a minute old, with an ETag and Last-Modified. */
export const feeds = {
  day: cadenceFeed('day'),
  week: cadenceFeed('week'),
  month: cadenceFeed('month'),
  trending: listFeed('trending', 'The first 100 trending papers as a feed, the newest submission first.'),
  new: listFeed('new', 'The 100 papers that arrived last as a feed.'),
  search: endpoint({
    service: 'web',
    method: 'GET',
    path: '/papers/search.{format}',
    params: formatParams,
    query: z.object({ q: search.ask.query.shape.q }),
    media,
    problems: [...search.papers.problems, 'service-away'],
    callers: 'everyone',
    repeatable: true,
    public: {},
    example: { params: { format: 'rss' }, query: { q: 'neural networks' } },
    summary: 'The 100 newest papers that a search finds, as a feed.',
  }),
  editions: endpoint({
    service: 'web',
    method: 'GET',
    path: '/editions/{cadence}.{format}',
    params: z.object({ cadence: z.enum(CADENCES, 'expected day, week or month'), format }),
    media,
    problems: ['service-away'],
    callers: 'everyone',
    repeatable: true,
    public: {},
    example: { params: { cadence: 'day', format: 'rss' } },
    summary: 'The closed editions of a cadence as a feed with one item an edition: its first papers.',
  }),
  comments: endpoint({
    service: 'web',
    method: 'GET',
    path: '/papers/{id}/comments.{format}',
    params: paperParams.extend({ format }),
    media,
    problems: ['unknown-paper', 'service-away'],
    callers: 'everyone',
    repeatable: true,
    public: {},
    example: { params: { id: EXAMPLE_PAPER, format: 'atom' } },
    summary: 'The comments on a paper as a feed, the newest first, at most 100.',
  }),
  saved: endpoint({
    service: 'web',
    method: 'GET',
    path: '/feeds/saved/{secret}.{format}',
    params: z.object({ secret: feedSecretSchema, format }),
    media,
    problems: ['unknown-feed', 'service-away'],
    callers: 'everyone',
    repeatable: true,
    public: { guesses: true },
    example: { params: { secret: `pbf_${'0'.repeat(43)}`, format: 'atom' }, problem: 'unknown-feed' },
    summary: 'The papers that a person saved, by the secret address of that feed; the one saved last first.',
  }),
} as const;
