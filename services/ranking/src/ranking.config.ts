import { publicationSchema, serviceConfigSchema } from '@paperboy/platform';
import { z } from 'zod';

const number = (least: number, most: number, allowed: string) =>
  z
    .string()
    .regex(/^\d{1,6}(\.\d{1,4})?$/, allowed)
    .transform(Number)
    .refine((value) => value >= least && value <= most, allowed);

const HALF_LIFE = 'expected hours from 0.25 to 720 in steps of 0.25';
const COMMENT_WEIGHT = 'expected a number from 0 to 10';
const CLOSE_EVERY = 'expected a number of seconds from 1 to 3600';
const SETTLE = 'expected a number of days from 0 to 365';

/** The environment of ranking: the one place that reads it. */
export const rankingConfigSchema = serviceConfigSchema.extend({
  ...publicationSchema,
  /** The hours after which a vote weighs half on the trending list. Lists have to be rebuilt after changing it. */
  TRENDING_HALF_LIFE_HOURS: number(0.25, 720, HALF_LIFE)
    .refine((hours) => Number.isInteger(hours * 4), HALF_LIFE)
    .default(24),
  /** What a comment weighs on the trending list against a vote. Lists have to be rebuilt after changing it. */
  TRENDING_COMMENT_WEIGHT: number(0, 10, COMMENT_WEIGHT).default(0.5),
  /** The seconds between two searches for periods that have ended and are to be closed. */
  CLOSE_EVERY_SECONDS: number(1, 3_600, CLOSE_EVERY).default(30),
  /** Days from closing a period until its lists leave Redis. Its edition answers from the closing on. */
  SETTLE_AFTER_DAYS: number(0, 365, SETTLE).default(3),
});

/** Ranking's configuration. */
export type RankingConfig = z.output<typeof rankingConfigSchema>;
