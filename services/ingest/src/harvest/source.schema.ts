import { documentSchema, parsedBy, partSchema } from '@paperboy/platform';
import { z } from 'zod';
import type { Cursor } from '../source/source.js';
import type { SourceSettings } from './settings.js';

/** The name of the collection. */
export const SOURCES = 'sources';

/** A source as MongoDB keeps it. This alone decides what is due; jobs are hints. */
export interface SourceDocument {
  readonly _id: string;
  readonly settings: SourceSettings;
  /** Present on what the configuration asks for. */
  readonly standing?: true;
  /** Present on a harvest that an operator started. */
  readonly importId?: string;
  /** Present on a paper that a person asked for: it is read once, and live. */
  readonly asked?: true;
  readonly cursor?: Cursor;
  /** When it is due; absent when it has ended, or is no longer wanted. */
  readonly nextAt?: Date;
  readonly lease?: { readonly holder: string; readonly until: Date };
  /** In a row. */
  readonly failures: number;
  readonly lastError?: { readonly code: string; readonly message: string; readonly at: Date };
  readonly lastSuccessAt?: Date;
  readonly pages: number;
  readonly records: number;
  readonly deletions: number;
  readonly refused: number;
  readonly total?: number;
  readonly startedAt: Date;
  /** When a harvest ended, well or not. */
  readonly endedAt?: Date;
}

/** How long a harvest that has ended is kept and shown. */
const KEPT_SECONDS = 30 * 86_400;

const BY_PROTOCOL = {
  rss: z.object({ protocol: z.literal('rss'), categories: z.array(z.string()) }),
  oai: z.object({
    protocol: z.literal('oai'),
    format: z.enum(['arXivRaw', 'arXiv']),
    set: z.string().exactOptional(),
    from: z.string(),
    until: z.string().exactOptional(),
  }),
  atom: z.object({ protocol: z.literal('atom'), query: z.string(), limit: z.number() }),
  own: z.object({
    protocol: z.literal('own'),
    url: z.string(),
    format: z.enum(['rss', 'atom', 'jsonl']),
    name: z.string(),
    category: z.string(),
    license: z.string().exactOptional(),
    everySeconds: z.number().exactOptional(),
  }),
  'papers-api': z.object({
    protocol: z.literal('papers-api'),
    since: z.string(),
    submit: z.literal(true).exactOptional(),
  }),
  papers: z.object({ protocol: z.literal('papers'), ids: z.array(z.string()) }),
} satisfies Record<SourceSettings['protocol'], z.ZodType<SourceSettings>>;
const settingsSchema: z.ZodType<SourceSettings> = z.union(Object.values(BY_PROTOCOL));
const cursorSchema: z.ZodType<Cursor> = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]),
);

/**
 * The sources. A standing one is kept, because it goes on at its cursor when the configuration asks for it again; MongoDB
 * deletes a harvest thirty days after it ended. A run takes and keeps a source by updates on condition of its lease, so
 * the collection beneath is used.
 */
export const sourceSchema = documentSchema<SourceDocument>(SOURCES, {
  _id: { type: String, required: true },
  settings: { ...parsedBy(settingsSchema), required: true },
  standing: { type: Boolean },
  importId: { type: String },
  asked: { type: Boolean },
  cursor: parsedBy(cursorSchema),
  nextAt: { type: Date },
  lease: {
    type: partSchema<NonNullable<SourceDocument['lease']>>({
      holder: { type: String, required: true },
      until: { type: Date, required: true },
    }),
  },
  failures: { type: Number, required: true },
  lastError: {
    type: partSchema<NonNullable<SourceDocument['lastError']>>({
      code: { type: String, required: true },
      message: { type: String, required: true },
      at: { type: Date, required: true },
    }),
  },
  lastSuccessAt: { type: Date },
  pages: { type: Number, required: true },
  records: { type: Number, required: true },
  deletions: { type: Number, required: true },
  refused: { type: Number, required: true },
  total: { type: Number },
  startedAt: { type: Date, required: true },
  endedAt: { type: Date },
})
  // The list of standing sources.
  .index({ standing: 1 }, { sparse: true })
  // The list of the newest harvests.
  .index({ importId: -1 }, { sparse: true })
  // The timer: what is due.
  .index({ nextAt: 1 }, { sparse: true })
  // Forgetting.
  .index({ endedAt: 1 }, { expireAfterSeconds: KEPT_SECONDS });
