import { z } from 'zod';
import { cleanText } from '../values/clean.js';
import { chosenHandleSchema, publicNameSchema } from '../values/public-name.js';
import { endpoint } from './endpoint.js';

/** The most characters that people may say of themselves. */
export const LONGEST_ABOUT = 500;

/** What a person says of the own person: plain text of some lines, or nothing. */
const aboutSchema = z
  .string()
  .max(4 * LONGEST_ABOUT, `expected at most ${LONGEST_ABOUT} characters`)
  .transform((text) => cleanText(text).trim())
  .pipe(z.string().max(LONGEST_ABOUT, `expected at most ${LONGEST_ABOUT} characters`))
  .meta({ description: `Plain text of at most ${LONGEST_ABOUT} characters; empty for none.` });

/** What people choose for their public page; pages read their form by it, too. */
export const profileWishSchema = z.object({
  name: publicNameSchema,
  handle: chosenHandleSchema,
  about: aboutSchema,
  /** Whether everyone sees what the person upvoted lately. */
  showVotes: z.boolean(),
});
export type ProfileWish = z.output<typeof profileWishSchema>;

const ownProfileSchema = z.object({
  name: z.string(),
  handle: z.string(),
  about: z.string(),
  showVotes: z.boolean(),
});
export type OwnProfile = z.output<typeof ownProfileSchema>;

/** The account of a person: what others see of it. */
export const account = {
  profile: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/api/settings/profile',
    answer: ownProfileSchema,
    problems: ['unknown-person'],
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: {},
    summary: 'What the person has chosen for the public page.',
  }),
  changeProfile: endpoint({
    service: 'catalog',
    method: 'PUT',
    path: '/api/settings/profile',
    body: profileWishSchema,
    answer: ownProfileSchema,
    problems: ['handle-taken', 'unknown-person'],
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: { body: { name: 'Carol', handle: 'carol-of-examples', about: 'Reads.', showVotes: false } },
    summary:
      'Changes name, handle, the text about the person, and whether everyone sees the votes. A handle that is given up may be taken by others.',
  }),
} as const;
