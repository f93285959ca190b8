import { z } from 'zod';
import { categorySchema } from '../ids.js';
import { lineSchema } from './clean.js';
import { CADENCES } from './period.js';
import { timeZoneSchema } from './time-zone.js';
import { wholeNumber } from './whole-number.js';

/** Which papers a digest shows, and how. */
export const digestChoicesSchema = z.object({
  /** Papers of any of these categories, or of an archive such as `cs`; empty: of all. */
  categories: z.array(categorySchema).max(20).default([]),
  minUpvotes: wholeNumber(0, 1_000_000).default(0),
  /**
   * Searches among all new papers of the period: words, phrases, fields. The papers that they find have a section of
   * their own.
   */
  keywords: z.array(lineSchema(100)).max(20).default([]),
  /** Whole names to search for among the authors of all new papers of the period. */
  authors: z.array(lineSchema(80)).max(20).default([]),
  /** How many papers of the edition at most. 0: only papers that keywords and authors find. */
  papers: wholeNumber(0, 50).default(10),
  format: z.enum(['html', 'text']).default('html'),
  /** Whether a mail is sent even when no paper was chosen. */
  evenWhenEmpty: z.boolean().default(false),
});
export type DigestChoices = z.output<typeof digestChoicesSchema>;

/** The choices of readers who have chosen nothing. */
export const DEFAULT_CHOICES: DigestChoices = digestChoicesSchema.parse({});

/** All settings of a subscription that its reader can change. */
export const subscriptionSettingsSchema = digestChoicesSchema.extend({
  cadence: z.enum(CADENCES),
  /** The day of a weekly digest: 1 is Monday, 7 Sunday. Null: as soon as the week is over. */
  weekday: wholeNumber(1, 7).nullable().default(null),
  /** 0 to 23, in that zone. */
  hour: wholeNumber(0, 23),
  timeZone: timeZoneSchema,
  /** The first local date that has a digest again, at most a year ahead; null: not paused. */
  pausedUntil: z.iso.date().nullable().default(null),
});
export type SubscriptionSettings = z.output<typeof subscriptionSettingsSchema>;
