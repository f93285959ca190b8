import { z } from 'zod';
import { periodSchema } from '../values/period.js';
import { endpoint } from './endpoint.js';

const count = z.int().min(0);

/** The progress of a rebuild. Figures are in records of Kafka, as offsets count them. */
const rebuildProgressSchema = z.object({ state: z.enum(['running', 'idle']), read: count, toRead: count });
export type RebuildProgress = z.output<typeof rebuildProgressSchema>;

/** How two orders of one day's papers differ. */
const replayedDaySchema = z.object({
  day: z.string(),
  papers: count,
  overlapAt10: z.number(),
  kendallTau: z.number().optional(),
  /** The first ten of each. */
  top: z.object({ formula: z.array(z.string()), trending: z.array(z.string()) }),
});
const replaySchema = z.object({
  formula: z.string(),
  source: z.string(),
  days: z.array(replayedDaySchema),
});
export type Replay = z.output<typeof replaySchema>;

/** One import of ingest. `line` and the counts are in lines of the file, `offset` and `size` in bytes. */
const importSchema = z.object({
  importId: z.string(),
  file: z.string(),
  size: count,
  state: z.string(),
  line: count,
  offset: count,
  read: count,
  published: count,
  refused: count,
  refusedByCode: z.record(z.string(), count),
  startedAt: z.string(),
  updatedAt: z.string(),
});
export type ShownImport = z.output<typeof importSchema>;

/** Operators' endpoints of ranking and ingest. */
export const operations = {
  startRebuild: endpoint({
    service: 'ranking',
    method: 'POST',
    path: '/internal/rebuild',
    status: 202,
    answer: rebuildProgressSchema,
    problems: ['rebuild-running'],
    callers: ['service'],
    repeatable: false,
    summary: 'Starts to build the lists anew from Kafka, and does not wait.',
  }),
  rebuildProgress: endpoint({
    service: 'ranking',
    method: 'GET',
    path: '/internal/rebuild',
    answer: rebuildProgressSchema,
    callers: ['service'],
    repeatable: true,
    summary: 'How far a rebuild has come.',
  }),
  replay: endpoint({
    service: 'ranking',
    method: 'GET',
    path: '/internal/replay',
    query: z.object({ formula: z.string().max(40), from: periodSchema('day'), to: periodSchema('day') }),
    answer: replaySchema,
    problems: ['no-such-formula', 'too-many-days'],
    callers: ['service'],
    repeatable: true,
    summary: 'How a formula would have ordered the papers at the end of each day, against trending.',
  }),
  imports: endpoint({
    service: 'ingest',
    method: 'GET',
    path: '/internal/imports',
    answer: z.object({ imports: z.array(importSchema) }),
    callers: ['service'],
    repeatable: true,
    summary: 'The newest 50 imports, newest first.',
  }),
} as const;
