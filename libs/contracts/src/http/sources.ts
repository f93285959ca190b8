import { z } from 'zod';
import { pageUrlSchema } from '../events/record.js';
import { categorySchema } from '../ids.js';
import { lineSchema } from '../values/clean.js';
import { ownNameSchema } from '../values/paper-id.js';
import { pastedPaperSchema } from '../values/pasted-paper.js';
import { endpoint } from './endpoint.js';

const count = z.int().min(0);
const daySchema = z.iso.date('expected a day such as 2026-11-01');

/** A source of papers as operators see it. */
const sourceSchema = z.object({
  id: z.string(),
  /** `oai`, `rss`, `atom`, `papers-api`, or one of a newer version. */
  protocol: z.string(),
  /** False for a harvest that an operator started. */
  standing: z.boolean(),
  state: z.enum(['waiting', 'running', 'failing', 'done', 'off']),
  /** The position from which reading continues, in terms of the protocol. */
  cursor: z.record(z.string(), z.string()),
  pages: count,
  records: count,
  deletions: count,
  refused: count,
  /** The progress of a harvest from 0 to 1. Absent when it is not known. */
  share: z.number().optional(),
  /** When the source was last read to its end. */
  lastSuccessAt: z.string().optional(),
  /** Seconds since the source was last read to its end. */
  lagSeconds: count.optional(),
  lastError: z.object({ code: z.string(), message: z.string(), at: z.string() }).optional(),
  nextAt: z.string().optional(),
  /** Of a source of one's own: its address, the licence of papers that name none, and the pause between requests. */
  url: z.string().optional(),
  license: z.string().optional(),
  everySeconds: z.int().optional(),
  /** The id under which the catalog counts the records. */
  importId: z.string().optional(),
});
export type ShownSource = z.output<typeof sourceSchema>;

/** A single harvest that an operator starts. */
export const harvestSchema = z.discriminatedUnion('protocol', [
  z.object({
    protocol: z.literal('oai'),
    set: z
      .string()
      .max(80)
      .regex(
        /^[a-z-]{2,20}(:[a-z-]{2,20}(:[A-Za-z-]{2,20})?)?$/,
        'expected a set of arXiv such as cs or cs:cs:AI',
      )
      .optional(),
    from: daySchema,
    until: daySchema.optional(),
    format: z.enum(['arXivRaw', 'arXiv'], 'expected arXivRaw or arXiv').default('arXivRaw'),
  }),
  z.object({
    protocol: z.literal('atom'),
    query: z.string().min(1).max(500),
    limit: z.int().min(1).max(10_000).default(500),
  }),
  z.object({
    protocol: z.literal('papers-api'),
    since: daySchema,
    /** Whether its papers are put on the lists of the days on which the other site listed them. */
    submit: z.boolean().default(false),
  }),
  z.object({ protocol: z.literal('papers'), ids: z.array(pastedPaperSchema).min(1).max(500) }),
]);
export type Harvest = z.output<typeof harvestSchema>;

/** An own source of the publication: a preprint server or a laboratory other than arXiv. */
export const ownSourceSchema = z.object({
  name: ownNameSchema,
  url: pageUrlSchema,
  format: z.enum(['rss', 'atom', 'jsonl'], 'expected rss, atom or jsonl'),
  /** The category of papers that name none of arXiv's. */
  category: categorySchema,
  /** The licence of papers that name none. */
  license: lineSchema(200).optional(),
  /** The pause between two requests, in seconds; that of all sites (`SITE_REQUEST_EVERY_MS`) by default. */
  everySeconds: z
    .int('expected seconds, such as 10')
    .min(1, 'expected at least 1 second')
    .max(120, 'expected at most 120 seconds')
    .optional(),
});

const harvestParams = z.object({ id: z.string().min(1).max(100) });

/** The sources of ingest, for operators. */
export const sources = {
  all: endpoint({
    service: 'ingest',
    method: 'GET',
    path: '/internal/sources',
    answer: z.object({ sources: z.array(sourceSchema) }),
    callers: ['service'],
    repeatable: true,
    summary:
      'Each source with its cursor, last success, last error and next run; harvests of the last month too.',
  }),
  add: endpoint({
    service: 'ingest',
    method: 'POST',
    path: '/internal/sources',
    body: ownSourceSchema,
    status: 201,
    answer: z.object({ id: z.string() }),
    problems: ['source-exists', 'address-refused'],
    callers: ['service'],
    repeatable: false,
    summary:
      "Adds a source of one's own, whose papers have ids in its name space, and reads it from then on.",
  }),
  remove: endpoint({
    service: 'ingest',
    method: 'DELETE',
    path: '/internal/sources/{name}',
    params: z.object({ name: ownNameSchema }),
    status: 204,
    problems: ['unknown-source'],
    callers: ['service'],
    repeatable: false,
    summary: "Removes a source of one's own; the papers that it brought stay.",
  }),
  startHarvest: endpoint({
    service: 'ingest',
    method: 'POST',
    path: '/internal/harvests',
    body: harvestSchema,
    status: 202,
    answer: z.object({ id: z.string() }),
    callers: ['service'],
    repeatable: false,
    summary:
      'Starts a harvest of its own, whose records are bulk, and does not wait. It submits nothing, unless the lists of another site are to be taken over.',
  }),
  harvest: endpoint({
    service: 'ingest',
    method: 'GET',
    path: '/internal/harvests/{id}',
    params: harvestParams,
    answer: sourceSchema,
    problems: ['unknown-harvest'],
    callers: ['service'],
    repeatable: true,
    summary: 'How far a harvest is.',
  }),
  stopHarvest: endpoint({
    service: 'ingest',
    method: 'DELETE',
    path: '/internal/harvests/{id}',
    params: harvestParams,
    status: 204,
    problems: ['unknown-harvest'],
    callers: ['service'],
    repeatable: true,
    summary: 'Ends a harvest where it is; what it has published stays.',
  }),
} as const;
