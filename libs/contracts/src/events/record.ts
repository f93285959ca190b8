import { z } from 'zod';
import { categorySchema, instantSchema } from '../ids.js';
import { openEnum } from '../open-enum.js';
import { paperIdSchema } from '../values/paper-id.js';

/** Where a record was read. */
export const recordSourceSchema = openEnum(
  ['arxiv-snapshot', 'arxiv-oai', 'arxiv-atom', 'arxiv-rss', 'own'],
  'An unknown one is a source like any other.',
);

/** How arXiv announced a paper on one day. */
export const announcementSchema = z.object({
  kind: openEnum(
    ['new', 'cross', 'replace', 'replace-cross'],
    'An unknown one is no announcement of a new paper.',
  ),
  at: instantSchema,
});

/** The address of a page of the web. */
export const pageUrlSchema = z
  .string()
  .max(500)
  .regex(/^https?:\/\/[^\s"<>\\]+$/, 'expected the address of a page');

/** What another site that lists papers says of a paper. It is shown with the site's name, and never counted here. */
export const elsewhereSchema = z.object({
  /** The host, such as huggingface.co. */
  site: z.string().min(1).max(260),
  /** The day on whose list it is there, YYYY-MM-DD. */
  day: z.iso.date(),
  /** When it was submitted there, if the site says so. */
  at: instantSchema.optional(),
  /** The name of the person who submitted it there. */
  by: z.string().min(1).max(100).optional(),
  upvotes: z.int().min(0),
  /** When the site last said so. A change of this alone causes no event. */
  seenAt: instantSchema,
});
export type Elsewhere = z.infer<typeof elsewhereSchema>;

/** An author of a paper. */
export const authorSchema = z.object({
  name: z.string().min(1).max(300),
  /** The source's own text, when `name` has Unicode letters in place of its TeX. */
  asGiven: z.string().max(300).optional(),
  /** The parts of the name, if the source separates them. Absent when the name is one part. */
  family: z.string().max(300).optional(),
  given: z.string().max(300).optional(),
  suffix: z.string().max(300).optional(),
  /** In the source's order. Absent when the source gives none. */
  affiliations: z.array(z.string().min(1).max(300)).max(10).optional(),
});
export type Author = z.infer<typeof authorSchema>;

/**
 * The source's own text where it differs: title and abstract beside it have Unicode letters in place of TeX's accents.
 */
export const asGivenSchema = z.object({
  title: z.string().max(4_000).optional(),
  summary: z.string().max(40_000).optional(),
});

/** The statement of one source about a paper at one time. */
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
  authors: z.array(authorSchema).max(5_000),
  asGiven: asGivenSchema.optional(),
  /** The primary category first. */
  categories: z.array(categorySchema).min(1).max(40),
  publishedAt: instantSchema,
  updatedAt: instantSchema,
  /** When the source last changed its record of this version. It orders records of the same version. */
  modifiedAt: instantSchema.optional(),
  comment: z.string().max(5_000).optional(),
  journalRef: z.string().max(2_000).optional(),
  doi: z.string().max(500).optional(),
  license: z.string().max(500).optional(),
  /** The page of the paper. Absent for arXiv's papers, whose page follows from the id. */
  url: pageUrlSchema.optional(),
  /** True when the authors withdrew the paper in this version. */
  withdrawn: z.boolean(),
  announcement: announcementSchema.optional(),
  /**
   * True when the source has no dates of versions, so that both dates are the announcement's. Exact ones replace them.
   */
  approximateDates: z.boolean().optional(),
  /** Before this moment the catalog puts the paper on the list of the day; absent on all but newly announced papers. */
  submitUntil: instantSchema.optional(),
  elsewhere: elsewhereSchema.optional(),
});
export type PaperRecord = z.infer<typeof recordSchema>;

/** A source no longer has the record. */
export const recordDeletedSchema = z.object({
  paperId: paperIdSchema,
  source: recordSourceSchema,
  observedAt: instantSchema,
});
