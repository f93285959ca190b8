import { z } from 'zod';
import { instantSchema } from '../ids.js';
import { paperIdSchema } from '../values/paper-id.js';
import { wholeNumber } from '../values/whole-number.js';
import { endpoint } from './endpoint.js';
import { CITE_TYPES, catalogPaperSchema, EXAMPLE_PAPER, paperParams } from './papers.js';
import { listItemSchema } from './public-paper.js';

/** The most papers that a person may save, and the most that a person may put away. */
export const LARGEST_SHELF = 1_000;

/** A saved paper, as lists show papers. */
export const savedPaperSchema = listItemSchema.extend({ savedAt: instantSchema });
export type SavedPaper = z.output<typeof savedPaperSchema>;

/** Whether a person saved a paper, and put it away. */
const shelfAnswerSchema = z.object({ paperId: paperIdSchema, saved: z.boolean(), notForMe: z.boolean() });
export type ShelfAnswer = z.output<typeof shelfAnswerSchema>;

/** The secret addresses of a feed, one for each format. Everybody who has one may read the feed. */
const privateFeedSchema = z.object({
  madeAt: instantSchema,
  rss: z.string(),
  atom: z.string(),
  json: z.string(),
});
export type PrivateFeed = z.output<typeof privateFeedSchema>;

/** The secret part of the address of a feed. */
export const feedSecretSchema = z.string().regex(/^pbf_[\w-]{43}$/, 'expected the secret of a feed');

const pageQuery = z.object({
  p: wholeNumber(0, 10_000).default(0).meta({ description: 'The page, from 0.' }),
  limit: wholeNumber(1, 100).default(50).meta({ description: 'Papers on a page.' }),
});

/** An endpoint that saves a paper or puts it away, or undoes that, for the person who calls it. */
function change(method: 'POST' | 'DELETE', what: 'save' | 'not-for-me', summary: string) {
  return endpoint({
    service: 'catalog',
    method,
    path: `/api/papers/{id}/${what}`,
    params: paperParams,
    answer: shelfAnswerSchema,
    problems: ['unknown-paper', ...(method === 'POST' ? ['shelf-full'] : [])],
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: { params: { id: EXAMPLE_PAPER } },
    summary,
  });
}

/** Papers that a person saved for later, and papers that a person put away. */
export const shelf = {
  save: change('POST', 'save', 'Saves a paper for later; saving it again changes nothing.'),
  unsave: change('DELETE', 'save', 'Takes a paper out of the saved ones.'),
  putAway: change(
    'POST',
    'not-for-me',
    "Puts a paper away: the person's own pages of lists show one line in its place.",
  ),
  takeBack: change('DELETE', 'not-for-me', 'Shows a paper again that was put away.'),
  saved: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/api/saved',
    query: pageQuery,
    answer: z.object({ total: z.int().min(0), papers: z.array(savedPaperSchema) }),
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: {},
    summary: "The person's saved papers, the one saved last first. `Link` names the next page.",
  }),
  bibliography: endpoint({
    service: 'web',
    method: 'GET',
    path: '/saved.bib',
    media: [CITE_TYPES.bib],
    problems: ['service-away'],
    callers: 'everyone',
    repeatable: true,
    public: { person: true },
    example: {},
    summary: "All of the person's saved papers for BibTeX, each under a key of its own.",
  }),
  feedAddress: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/api/saved/feed',
    answer: z.object({ feed: privateFeedSchema.optional() }),
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: {},
    summary: "The secret address of the person's feed of saved papers, if there is one.",
  }),
  makeFeed: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/api/saved/feed',
    status: 201,
    answer: z.object({ feed: privateFeedSchema }),
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: {},
    summary: 'Makes a new secret address for the feed of saved papers. The former one ends.',
  }),
  endFeed: endpoint({
    service: 'catalog',
    method: 'DELETE',
    path: '/api/saved/feed',
    status: 204,
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: {},
    summary: 'Ends the secret address of the feed of saved papers.',
  }),
  ofFeed: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/saved/feed',
    body: z.object({ secret: feedSecretSchema }),
    answer: z.object({ papers: z.array(savedPaperSchema) }),
    problems: ['unknown-feed'],
    callers: ['web'],
    repeatable: true,
    summary:
      'The 100 papers that were saved last, by the secret of the feed. The secret is in no path and no log.',
  }),
  whole: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/internal/saved/papers',
    answer: z.object({ papers: z.array(catalogPaperSchema).max(LARGEST_SHELF) }),
    callers: ['person'],
    repeatable: true,
    summary:
      'All saved papers of a person with all that the catalog knows of each, the one saved last first.',
  }),
  standing: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/shelf/standing',
    body: z.object({ paperIds: z.array(paperIdSchema).min(1).max(100) }),
    answer: z.object({ saved: z.array(paperIdSchema), notForMe: z.array(paperIdSchema) }),
    callers: ['person'],
    repeatable: true,
    summary: 'Which of these papers the person saved, and which the person put away.',
  }),
} as const;
