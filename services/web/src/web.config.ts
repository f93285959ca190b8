import { wholeNumber } from '@paperboy/contracts';
import {
  brandSchema,
  operationsSchema,
  publicationSchema,
  serviceConfigSchema,
  textFile,
} from '@paperboy/platform';
import { z } from 'zod';

/** What web reads from its environment. */
export const webConfigSchema = serviceConfigSchema.extend({
  ...publicationSchema,
  ...brandSchema,
  /** The text of the page /imprint, which names the publisher. */
  PUBLICATION_IMPRINT: textFile(50_000).optional(),
  /** The text of the page /privacy, which says what data of readers is kept and why. */
  PUBLICATION_PRIVACY: textFile(50_000).optional(),
  ...operationsSchema,
  /** The OpenID Connect provider of an institution. Without it people sign in by mail and passkeys only. */
  OIDC_ISSUER: z
    .url()
    .refine(isSafe, 'expected an https address; http is taken for this very machine alone')
    .optional(),
  /** The id under which this installation is registered at the provider. */
  OIDC_CLIENT_ID: z.string().min(1).max(500).default('paperboy'),
  OIDC_CLIENT_SECRET: z.string().min(1).max(2_000).optional(),
  /** The name of the institution on the page of the sign-in. */
  OIDC_NAME: z.string().min(1).max(60).default('your institution'),
  /** Memory for everything that is kept as bytes: answers and pages, and feeds and sitemaps. */
  CACHE_MEGABYTES: wholeNumber(1, 4_096).default(64),
  /** Writes of one person; 0 is no limit. */
  WRITES_PER_MINUTE: wholeNumber(0, 1_000_000).default(240),
  /** Writes of one network address without a person, subscribing and signing in included; 0 is no limit. */
  ANONYMOUS_WRITES_PER_MINUTE: wholeNumber(0, 1_000_000).default(60),
  /** Unknown tokens and sessions from one network; 0 is no limit. */
  UNKNOWN_CREDENTIALS_PER_MINUTE: wholeNumber(0, 1_000_000).default(30),
  /** Requests of one network for a mail, such as subscribing; 0 is no limit. */
  MAIL_REQUESTS_PER_DAY: wholeNumber(0, 1_000_000).default(100),
  /** Searches of one network that are under way at once in each replica; 0 is no limit. */
  SEARCHES_AT_ONCE: wholeNumber(0, 1_000_000).default(16),
});

/** The configuration of web. */
export type WebConfig = z.output<typeof webConfigSchema>;

/** The part of the memory for what is kept as bytes that feeds and sitemaps may take. */
const SHARE_OF_FEEDS = 1 / 4;

/** The most bytes of each of the two caches of a replica. Together they are `CACHE_MEGABYTES`. */
export function cacheBytes({ CACHE_MEGABYTES }: Pick<WebConfig, 'CACHE_MEGABYTES'>): {
  readonly answers: number;
  readonly feeds: number;
} {
  const all = CACHE_MEGABYTES * 1024 * 1024;
  const feeds = all * SHARE_OF_FEEDS;
  return { answers: all - feeds, feeds };
}

function isSafe(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
