import { z } from 'zod';
import { paperStateSchema } from '../events/paper.js';
import { instantSchema } from '../ids.js';
import { paperIdSchema } from '../values/paper-id.js';
import { pastedPaperSchema } from '../values/pasted-paper.js';
import { endpoint } from './endpoint.js';
import { publicPaperSchema } from './public-paper.js';

/** The paper of the examples. */
export const EXAMPLE_PAPER = '2602.23229';

/** The parameter of paths about one paper. */
export const paperParams = z.object({
  id: paperIdSchema.meta({ description: 'An arXiv id without version; an old one with its slash.' }),
});

/** A paper as the catalog knows it, with the public names of its people. */
export const catalogPaperSchema = paperStateSchema.extend({
  submittedBy: z.object({ id: z.string(), handle: z.string(), name: z.string() }).optional(),
  /** The people who were confirmed as authors. `author` is the index in `authors`, from 0. */
  claimed: z
    .array(z.object({ author: z.int().min(0), id: z.string(), handle: z.string(), name: z.string() }))
    .optional(),
});
export type CatalogPaper = z.output<typeof catalogPaperSchema>;

/** The positions of a topic, once no event from before the requested moment is pending. */
export const positionsSchema = z.object({
  /** False while such an event is still to be published. The positions are meaningless then. */
  settled: z.boolean(),
  /** The offset of the last event of each partition. */
  positions: z.record(z.string(), z.string()),
});
export type Positions = z.output<typeof positionsSchema>;

/** A moment before which nothing may be pending. */
const positionsQuery = z.object({ before: instantSchema });

const count = z.int().min(0);

/** The effect of an import's records so far. */
export const importTallySchema = z.object({
  importId: z.string(),
  /** Records that the catalog has processed: the sum of the next three. */
  taken: count,
  new: count,
  changed: count,
  unchanged: count,
  /** Whether imports are slowed down at present, since people write. */
  yielding: z.boolean(),
});
export type ImportTally = z.output<typeof importTallySchema>;

/** The formats of citations, and the content type of each. */
export const CITE_TYPES = {
  bib: 'application/x-bibtex',
  ris: 'application/x-research-info-systems',
} as const;
export type CiteFormat = keyof typeof CITE_TYPES;
export const CITE_FORMATS = Object.keys(CITE_TYPES) as CiteFormat[];

/** What submitting a paper would do. */
const submissionCheckSchema = z.object({
  paperId: paperIdSchema,
  /** The title, when the catalog knows the paper. */
  title: z.string().optional(),
  /** `submit`: it would be on today's list. `ask`: it is not known here, and would be requested from arXiv first. */
  would: z.enum(['submit', 'ask', 'refuse']),
  /** Why it would be refused: the problem that submitting answers. */
  problem: z.object({ code: z.string(), detail: z.string() }).optional(),
  /** How many papers the person may still submit today. Absent for people without a limit. */
  left: z.int().min(0).optional(),
});
export type SubmissionCheck = z.output<typeof submissionCheckSchema>;

/** Papers. */
export const papers = {
  read: endpoint({
    service: 'web',
    method: 'GET',
    path: '/api/papers/{id}',
    params: paperParams,
    answer: publicPaperSchema,
    problems: ['unknown-paper', 'service-away'],
    callers: 'everyone',
    repeatable: true,
    public: {},
    example: { params: { id: EXAMPLE_PAPER } },
    summary: 'One paper: what the catalog knows of it and the numbers that ranking counted.',
  }),
  markdown: endpoint({
    service: 'web',
    method: 'GET',
    path: '/papers/{id}.md',
    params: paperParams,
    media: ['text/markdown'],
    problems: ['unknown-paper', 'service-away'],
    callers: 'everyone',
    repeatable: true,
    public: {},
    example: { params: { id: EXAMPLE_PAPER } },
    summary:
      'One paper and the comments on it as Markdown; the page itself answers so to `Accept: text/markdown`.',
  }),
  card: endpoint({
    service: 'web',
    method: 'GET',
    path: '/papers/{id}/card.png',
    params: paperParams,
    media: ['image/png'],
    problems: ['unknown-paper', 'cards-busy', 'card-failed', 'service-away'],
    callers: 'everyone',
    repeatable: true,
    public: {},
    example: { params: { id: EXAMPLE_PAPER } },
    summary: 'A picture of 1200 by 648 pixels with title and authors of a paper: its `thumbnail`.',
  }),
  cite: endpoint({
    service: 'web',
    method: 'GET',
    path: '/papers/{id}/cite.{format}',
    params: paperParams.extend({ format: z.enum(CITE_FORMATS, 'expected bib or ris') }),
    media: Object.values(CITE_TYPES),
    problems: ['unknown-paper', 'service-away'],
    callers: 'everyone',
    repeatable: true,
    public: {},
    example: { params: { id: EXAMPLE_PAPER, format: 'bib' } },
    summary: 'How to cite a paper, for BibTeX (`bib`) and for reference managers (`ris`).',
  }),
  repos: endpoint({
    service: 'web',
    method: 'GET',
    path: '/api/arxiv/{id}/repos',
    params: paperParams,
    answer: z.object({
      models: z.array(z.unknown()),
      datasets: z.array(z.unknown()),
      spaces: z.array(z.unknown()),
    }),
    problems: ['unknown-paper', 'service-away'],
    callers: 'everyone',
    repeatable: true,
    public: {},
    example: { params: { id: EXAMPLE_PAPER } },
    summary: 'Models, datasets and spaces that are linked to a paper: none, since nothing links them here.',
  }),
  inCatalog: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/internal/papers/{id}',
    params: paperParams,
    answer: catalogPaperSchema,
    problems: ['unknown-paper'],
    callers: ['service'],
    repeatable: true,
    summary: 'The state of a paper, and the public names of the person who submitted it.',
  }),
  titles: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/papers/titles',
    body: z.object({ ids: z.array(paperIdSchema).min(1).max(100) }),
    answer: z.object({ titles: z.array(z.object({ id: z.string(), title: z.string() })) }),
    callers: ['service'],
    repeatable: true,
    summary: 'The titles of some papers; those that are not known are left out.',
  }),
  submit: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/api/papers/submit',
    body: z.object({ paperId: pastedPaperSchema }),
    status: 201,
    answer: z.object({ paper: paperStateSchema }),
    problems: [
      'unknown-paper',
      'paper-coming',
      'paper-unreadable',
      'index-limit',
      'arxiv-away',
      'service-away',
      'paper-too-old',
      'already-submitted',
      'paper-withdrawn',
      'submission-limit',
      'idempotency-key-reused',
    ],
    callers: ['person'],
    repeatable: 'with-idempotency-key',
    public: { person: true },
    example: { body: { paperId: EXAMPLE_PAPER } },
    summary:
      'Puts a paper on the list of today: any paper for a curator, one of the last days for a reader, a few a day; each paper once. A paper that is not known here is asked of arXiv first.',
  }),
  checkSubmission: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/api/papers/submit/check',
    query: z.object({
      paper: pastedPaperSchema.meta({ description: 'An id or the address of a paper, in any form.' }),
    }),
    answer: submissionCheckSchema,
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: { query: { paper: EXAMPLE_PAPER } },
    summary:
      'What submitting a paper would do for this person now. Nothing is changed, and arXiv is not asked.',
  }),
  submitElsewhere: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/submissions/elsewhere',
    body: z.object({
      /** The host of the other site, such as huggingface.co. */
      site: z.string().min(1).max(260),
      /** The first day, YYYY-MM-DD. */
      since: z.iso.date(),
    }),
    answer: z.object({ days: count, submitted: count }),
    callers: ['service'],
    repeatable: true,
    summary:
      "Puts the papers of another site's lists on the lists of the same days here, all at once; each paper once, so those that are on a list already stay there.",
  }),
  index: endpoint({
    service: 'ingest',
    method: 'POST',
    path: '/api/papers/index',
    body: z.object({
      arxivId: pastedPaperSchema.meta({ description: 'An arXiv id or the address of a paper, in any form.' }),
    }),
    answer: z.object({
      paperId: paperIdSchema,
      /** False while it is on its way from arXiv. */
      indexed: z.boolean(),
      /** Where the paper is, or will be. */
      url: z.string(),
    }),
    later: true,
    problems: ['unknown-paper', 'paper-unreadable', 'index-limit', 'arxiv-away', 'service-away'],
    callers: ['person'],
    repeatable: false,
    public: { person: true },
    example: { body: { arxivId: EXAMPLE_PAPER } },
    summary:
      'Brings a paper into the catalog: one that is not known here is asked of arXiv, in turn with everything else that is asked there.',
  }),
  positions: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/internal/papers/positions',
    query: positionsQuery,
    answer: positionsSchema,
    callers: ['service'],
    repeatable: true,
    summary: 'Up to which offset of each partition the papers topic holds all that happened before a moment.',
  }),
  votePositions: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/internal/votes/positions',
    query: positionsQuery,
    answer: positionsSchema,
    callers: ['service'],
    repeatable: true,
    summary: 'Up to which offset of each partition the votes topic holds all that happened before a moment.',
  }),
  importTally: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/internal/imports/{id}',
    params: z.object({ id: z.string().min(1).max(64) }),
    answer: importTallySchema,
    callers: ['service'],
    repeatable: true,
    summary: 'How many records of an import were taken, and what they did; all zero for an unknown import.',
  }),
} as const;
