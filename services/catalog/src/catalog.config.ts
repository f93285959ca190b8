import { addressSchema } from '@paperboy/contracts';
import { publicationSchema, serviceConfigSchema } from '@paperboy/platform';
import { z } from 'zod';

/** The environment of the catalog: the one place that reads it. */
export const catalogConfigSchema = serviceConfigSchema.extend({
  ...publicationSchema,
  /** Hours for which an account is new. */
  NEW_PERSON_HOURS: z.coerce.number().min(0).max(720).default(24),
  /** How many votes of new people count for one paper on one day (UTC). */
  NEW_PERSON_VOTES_PER_PAPER: z.coerce.number().int().min(0).max(10_000).default(5),
  /** How often one person may change the vote for one paper on one day (UTC). */
  VOTE_CHANGES_PER_DAY: z.coerce.number().int().min(2).max(10_000).default(60),
  /** Submissions of a reader on one day (UTC). */
  SUBMISSIONS_PER_DAY: z.coerce.number().int().min(0).max(1_000).default(5),
  /** Comments of a reader on one day (UTC). */
  COMMENTS_PER_DAY: z.coerce.number().int().min(0).max(10_000).default(50),
  /** Hours for which the comments of a new account wait for a curator when they hold a link; 0: none waits. */
  HOLD_LINKS_HOURS: z.coerce.number().min(0).max(8_760).default(72),
  /** Comments that one person may report on one day (UTC). */
  REPORTS_PER_DAY: z.coerce.number().int().min(0).max(1_000).default(20),
  /** How many days after its publication a reader may submit a paper. */
  SUBMISSION_MAX_AGE_DAYS: z.coerce.number().min(0).max(36_500).default(14),
  /** The mail address of the person who becomes an admin by signing in, as long as there is no admin. */
  FIRST_ADMIN: addressSchema.optional(),
  /** The folder of the search's index on this machine. A lost index is read again from Kafka. */
  SEARCH_FOLDER: z.string().min(1).max(1_000).default('.paperboy/data/search'),
  /** Threads of a replica that answer searches. */
  SEARCH_READERS: z.coerce.number().int().min(1).max(64).default(2),
});

/** The catalog's configuration. */
export type CatalogConfig = z.output<typeof catalogConfigSchema>;
