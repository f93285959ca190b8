import { z } from 'zod';
import { categorySchema, instantSchema, personIdSchema, seqSchema } from '../ids.js';
import { openEnum } from '../open-enum.js';
import { paperIdSchema } from '../values/paper-id.js';
import { paperLinksSchema } from '../values/paper-links.js';
import { asGivenSchema, authorSchema, elsewhereSchema, pageUrlSchema } from './record.js';

/** Who put a paper on the list of a day, and when. */
export const submissionSchema = z.object({
  by: personIdSchema,
  /** `feed` when ingest submitted the paper. People's submissions come before the feed's. */
  byKind: openEnum(['person', 'feed'], 'An unknown one stands with the feeds.'),
  at: instantSchema,
});

/** The whole public state of a paper. */
export const paperStateSchema = z.object({
  id: paperIdSchema,
  seq: seqSchema,
  version: z.int().min(1),
  title: z.string(),
  summary: z.string(),
  /** With the parts of their names and their affiliations, where the source gives them. */
  authors: z.array(z.object({ ...authorSchema.shape, name: z.string() })),
  asGiven: asGivenSchema.optional(),
  categories: z.array(categorySchema).min(1),
  publishedAt: instantSchema,
  updatedAt: instantSchema,
  /** The moment from which it counts as new: the catalog's clock for live records, `publishedAt` for bulk ones. */
  arrivedAt: instantSchema,
  comment: z.string().optional(),
  journalRef: z.string().optional(),
  doi: z.string().optional(),
  license: z.string().optional(),
  /** Where it is read; absent for arXiv's. */
  url: pageUrlSchema.optional(),
  withdrawnAt: instantSchema.optional(),
  submission: submissionSchema.optional(),
  /** Links that its submitter, its authors or curators gave. Each is used instead of a link found in the text. */
  links: paperLinksSchema.pick({ githubRepo: true, projectPage: true }).optional(),
  /** True when a confirmed author of it has a comment on it that is shown. */
  authorCommented: z.boolean().optional(),
  /** The newest statement of another site about it. */
  elsewhere: elsewhereSchema.optional(),
  /** True for the sample publication, false for real papers. */
  sample: z.boolean(),
});
export type PaperState = z.infer<typeof paperStateSchema>;
