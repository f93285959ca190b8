import { z } from 'zod';
import { cleanText } from '../values/clean.js';
import { chosenHandleSchema, publicNameSchema } from '../values/public-name.js';
import { endpoint } from './endpoint.js';

/** The most characters that people may say of themselves. */
export const LONGEST_ABOUT = 500;

/** A person's text about themselves: plain text of some lines, or nothing. */
const aboutSchema = z
  .string()
  .max(4 * LONGEST_ABOUT, `expected at most ${LONGEST_ABOUT} characters`)
  .transform((text) => cleanText(text).trim())
  .pipe(z.string().max(LONGEST_ABOUT, `expected at most ${LONGEST_ABOUT} characters`))
  .meta({ description: `Plain text of at most ${LONGEST_ABOUT} characters; empty for none.` });

/** What people choose for their public page. Pages also read their form by it. */
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

/** The kinds of data that are kept of a person, in the order of the exported file. */
export const KEPT_PARTS = [
  'account',
  'submissions',
  'votes',
  'comments',
  'reports',
  'saved',
  'saved-feed',
  'claims',
  'sessions',
  'tokens',
  'passkeys',
  'institutions',
  'sign-ins',
  'limits',
  'mail',
] as const;
export type KeptPart = (typeof KEPT_PARTS)[number];

const keptSchema = z.object({
  /** The fields of an entry depend on the part. Times are instants. */
  entries: z.array(z.looseObject({})),
  /** The value of `after` for the entries that follow. Absent when there are none. */
  next: z.string().optional(),
});
export type Kept = z.output<typeof keptSchema>;

/** What happens to the comments of a person who leaves: they stay without the name, or their text is deleted. */
export const COMMENT_FATES = ['keep', 'remove'] as const;

/** The request to delete an account. Pages also read their form by it. */
export const farewellSchema = z.object({
  /** The person's own handle, typed, so that nothing is deleted by mistake. */
  handle: z
    .string('expected your handle')
    .max(200)
    .transform((typed) => typed.trim().replace(/^@/, '').toLowerCase()),
  comments: z.enum(COMMENT_FATES, 'expected keep or remove'),
});
export type Farewell = z.output<typeof farewellSchema>;

/** The account of a person: its public page, the export of its data, and its deletion. */
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
  kept: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/api/settings/kept/{part}',
    params: z.object({ part: z.enum(KEPT_PARTS, `expected ${KEPT_PARTS.join(', ')}`) }),
    query: z.object({
      after: z.string().max(200).optional().meta({ description: 'What the answer before named as `next`.' }),
    }),
    answer: keptSchema,
    problems: ['unknown-person', 'service-away'],
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: { params: { part: 'account' } },
    summary:
      'What is kept of the person, part by part and 500 entries at a time; `/settings/export` has all of it as one file.',
  }),
  remove: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/api/settings/delete',
    body: farewellSchema,
    status: 202,
    answer: z.object({ status: z.literal('deleting') }),
    problems: ['session-needed', 'wrong-handle', 'unknown-person'],
    callers: ['person'],
    repeatable: true,
    public: { person: true, session: true },
    example: { body: { handle: 'carol', comments: 'keep' }, problem: 'session-needed' },
    summary:
      'Deletes the account and all that is kept of its person; it ends within seconds and can not be undone. Votes are withdrawn; comments stay without the name, or go.',
  }),
} as const;
