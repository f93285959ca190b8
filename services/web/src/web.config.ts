import { wholeNumber } from '@paperboy/contracts';
import {
  brandSchema,
  operationsSchema,
  publicationSchema,
  serviceConfigSchema,
  textFile,
} from '@paperboy/platform';
import type { z } from 'zod';

/** What web reads from its environment. */
export const webConfigSchema = serviceConfigSchema.extend({
  ...publicationSchema,
  ...brandSchema,
  /** Who publishes this: the text of the page /imprint. */
  PUBLICATION_IMPRINT: textFile(50_000).optional(),
  /** What is kept of readers, and why: the text of the page /privacy. */
  PUBLICATION_PRIVACY: textFile(50_000).optional(),
  ...operationsSchema,
  /** Memory for answers and pages that are kept as bytes. */
  CACHE_MEGABYTES: wholeNumber(1, 4_096).default(64),
  /** Writes of one person; 0 is no limit. */
  WRITES_PER_MINUTE: wholeNumber(0, 1_000_000).default(240),
  /** Writes of one network address without a person, subscribing and signing in included; 0 is no limit. */
  ANONYMOUS_WRITES_PER_MINUTE: wholeNumber(0, 1_000_000).default(60),
  /** Tokens and sessions of one network that turn out to be none; 0 is no limit. */
  UNKNOWN_CREDENTIALS_PER_MINUTE: wholeNumber(0, 1_000_000).default(30),
  /** Requests of one network for a mail, such as subscribing; 0 is no limit. */
  MAIL_REQUESTS_PER_DAY: wholeNumber(0, 1_000_000).default(100),
  /** Searches of one network that are under way at once in each replica; 0 is no limit. */
  SEARCHES_AT_ONCE: wholeNumber(0, 1_000_000).default(16),
});

/** The configuration of web. */
export type WebConfig = z.output<typeof webConfigSchema>;
