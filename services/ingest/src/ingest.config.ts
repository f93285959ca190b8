import { categorySchema } from '@paperboy/contracts';
import { serviceConfigSchema } from '@paperboy/platform';
import { z } from 'zod';

const list = (allowed: string, isOne: (item: string) => boolean) =>
  z
    .string()
    .default('')
    .transform((text) => [...new Set(text.split(/[\s,]+/).filter(Boolean))])
    .refine((items) => items.length <= 50 && items.every(isOne), allowed);

/** The address of an interface. A redirect may lead to its host. */
const address = (example: string) =>
  z
    .string()
    .default(example)
    .refine(
      (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) && !/[?#]/.test(value),
      `expected an address such as ${example}`,
    )
    .transform((value) => value.replace(/\/+$/, ''));

const wholeNumber = (least: number, most: number, otherwise: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `expected a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((number) => number >= least && number <= most, `expected a whole number from ${least} to ${most}`)
    .default(otherwise);

/** arXiv asks for no more than one request in this many milliseconds, over all of its interfaces. */
export const ARXIV_EVERY_MS = 3_000;

/** The hosts of arXiv's interfaces, with their ports. */
export function arxivHosts(addresses: {
  readonly ARXIV_OAI_URL: string;
  readonly ARXIV_API_URL: string;
  readonly ARXIV_RSS_URL: string;
}): string[] {
  const { ARXIV_OAI_URL: oai, ARXIV_API_URL: api, ARXIV_RSS_URL: rss } = addresses;
  return [oai, api, rss].map((url) => new URL(url).host);
}

/** The environment of ingest: the one place that reads it. */
export const ingestConfigSchema = serviceConfigSchema
  .extend({
    /** Newly announced papers of these categories are submitted automatically. */
    SUBMIT_FROM: list(
      'expected arXiv categories such as cs.AI,cs.CL, or nothing',
      (item) => categorySchema.safeParse(item).success,
    ),
    /** Sets that are kept current over OAI-PMH, in addition to those of SUBMIT_FROM. */
    HARVEST_SETS: list(
      'expected sets of arXiv such as cs or cs:cs:AI, separated by commas, or nothing',
      (item) => /^[a-z-]{2,20}(:[a-z-]{2,20}(:[A-Za-z-]{2,20})?)?$/.test(item),
    ),
    /** A mail address or page by which the people of arXiv can reach the operator of this installation. */
    HARVEST_CONTACT: z
      .string()
      .regex(/^[\x21-\x7e]{3,200}$/, 'expected a mail address or the address of a page')
      .optional(),
    ARXIV_OAI_URL: address('https://oaipmh.arxiv.org/oai'),
    ARXIV_API_URL: address('https://export.arxiv.org/api/query'),
    ARXIV_RSS_URL: address('https://rss.arxiv.org/rss'),
    /** Where daily lists are read on demand: the original, or another Paperboy. */
    PAPERS_API_URL: address('https://huggingface.co'),
    /** Milliseconds between two requests to a host that is not arXiv's. */
    SITE_REQUEST_EVERY_MS: wholeNumber(20, 600_000, 3_000),
    /** The most requests to such a host on one day (UTC). */
    SITE_REQUESTS_PER_DAY: wholeNumber(1, 100_000, 5_000),
    /** Whether the operator's own sources may be within private networks. */
    PRIVATE_SOURCES: z
      .enum(['true', 'false'], 'expected true or false')
      .default('false')
      .transform((value) => value === 'true'),
    /** Milliseconds between two requests to arXiv; with arXiv's own hosts never less than 3000. */
    ARXIV_REQUEST_EVERY_MS: wholeNumber(20, 600_000, ARXIV_EVERY_MS),
    /** The seconds between two searches for sources that are due. */
    HARVEST_LOOK_SECONDS: wholeNumber(1, 3_600, 30),
    /** The papers for which one person may cause requests to arXiv within a day. */
    PAPER_REQUESTS_PER_DAY: wholeNumber(0, 10_000, 30),
    /** The most requests to arXiv on one day (UTC). */
    ARXIV_REQUESTS_PER_DAY: wholeNumber(1, 28_800, 5_000),
  })
  .refine(
    ({ ARXIV_REQUEST_EVERY_MS: everyMs, ...config }) =>
      everyMs >= ARXIV_EVERY_MS || !arxivHosts(config).some((host) => /(^|\.)arxiv\.org(:|$)/.test(host)),
    { path: ['ARXIV_REQUEST_EVERY_MS'], message: 'expected 3000 or more, as arXiv asks for' },
  );
export type IngestConfig = z.output<typeof ingestConfigSchema>;
