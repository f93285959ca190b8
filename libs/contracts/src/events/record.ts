import { z } from 'zod';
import { categorySchema, instantSchema, paperIdSchema } from '../ids.js';
import { openEnum } from '../open-enum.js';

/** Where a record was read. */
export const recordSourceSchema = openEnum(
  ['arxiv-snapshot', 'arxiv-oai', 'arxiv-atom', 'arxiv-rss'],
  'An unknown one is a source like any other.',
);

/** What one source said of a paper at one time. */
export const recordSchema = z.object({
  paperId: paperIdSchema,
  source: recordSourceSchema,
  /** The import that read it, so that its outcome can be counted; absent outside of imports. */
  importId: z.string().max(64).optional(),
  observedAt: instantSchema,
  /** arXiv's version number, from 1. A record with a lower version than what is known changes nothing. */
  version: z.int().min(1),
  title: z.string().min(1).max(2_000),
  summary: z.string().max(20_000),
  authors: z.array(z.object({ name: z.string().min(1).max(300) })).max(5_000),
  /** The primary category first. */
  categories: z.array(categorySchema).min(1).max(40),
  publishedAt: instantSchema,
  updatedAt: instantSchema,
  /** When the source last changed what it says of this version; orders records of the same version. */
  modifiedAt: instantSchema.optional(),
  comment: z.string().max(5_000).optional(),
  journalRef: z.string().max(2_000).optional(),
  doi: z.string().max(500).optional(),
  license: z.string().max(500).optional(),
  /** True when the authors withdrew the paper in this version. */
  withdrawn: z.boolean(),
});
export type PaperRecord = z.infer<typeof recordSchema>;

/** A source no longer has the record. */
export const recordDeletedSchema = z.object({
  paperId: paperIdSchema,
  source: recordSourceSchema,
  observedAt: instantSchema,
});
