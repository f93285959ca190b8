import { addressSchema } from '@paperboy/contracts';
import { publicationSchema, serviceConfigSchema } from '@paperboy/platform';
import { z } from 'zod';

/** The environment of the catalog. No other place reads it. */
export const catalogConfigSchema = serviceConfigSchema.extend({
  ...publicationSchema,
  /** For how many hours after its creation an account is new. */
  NEW_PERSON_HOURS: z.coerce.number().min(0).max(720).default(24),
  /** How many votes by new accounts count for one paper on one day (UTC). */
  NEW_PERSON_VOTES_PER_PAPER: z.coerce.number().int().min(0).max(10_000).default(5),
  /** How often one person may change the vote for one paper on one day (UTC). */
  VOTE_CHANGES_PER_DAY: z.coerce.number().int().min(2).max(10_000).default(60),
  /** How many papers a reader may submit on one day (UTC). */
  SUBMISSIONS_PER_DAY: z.coerce.number().int().min(0).max(1_000).default(5),
  /** How many comments a reader may post on one day (UTC). */
  COMMENTS_PER_DAY: z.coerce.number().int().min(0).max(10_000).default(50),
  /** For how many hours after its creation an account's comments with links wait for a curator; 0: none waits. */
  HOLD_LINKS_HOURS: z.coerce.number().min(0).max(8_760).default(72),
  /** How many comments one person may report on one day (UTC). */
  REPORTS_PER_DAY: z.coerce.number().int().min(0).max(1_000).default(20),
  /** How many days after its publication a reader may submit a paper. */
  SUBMISSION_MAX_AGE_DAYS: z.coerce.number().min(0).max(36_500).default(14),
  /** The mail address of the person who becomes an admin by signing in, as long as there is no admin. */
  FIRST_ADMIN: addressSchema.optional(),
  /** The folder of the search's index on this machine. A lost index is built again from Kafka. */
  SEARCH_FOLDER: z.string().min(1).max(1_000).default('.paperboy/data/search'),
  /** How many threads of a replica answer searches. */
  SEARCH_READERS: z.coerce.number().int().min(1).max(64).default(2),
});

/** The catalog's configuration. */
export type CatalogConfig = z.output<typeof catalogConfigSchema>;
