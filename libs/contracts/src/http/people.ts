import { z } from 'zod';
import { personIdSchema } from '../ids.js';
import { lineSchema } from '../values/clean.js';
import { mailAddressSchema } from '../values/mail-address.js';
import { wholeNumber } from '../values/whole-number.js';
import { endpoint } from './endpoint.js';
import { submitterSchema } from './lists.js';
import { reasonSchema } from './reason.js';

/** What a person may do; curators submit any paper. */
export const ROLES = ['reader', 'curator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** A mail address, in lower case. */
export const addressSchema = mailAddressSchema.transform((address) => address.toLowerCase());
/** A public handle. */
export const handleSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$/, 'expected 3 to 40 lower-case letters, digits and hyphens');

/** A person as services and operators see it. */
export const personSchema = z.object({
  id: personIdSchema,
  handle: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
});
export type Person = z.output<typeof personSchema>;

const personWish = z.object({
  address: addressSchema,
  role: z.enum(ROLES).optional(),
  handle: handleSchema.optional(),
  name: lineSchema(120).optional(),
});
/** A person as admins see one. */
const personWithRoleSchema = personSchema.extend({
  /** The day of the first sign-in, YYYY-MM-DD (UTC). */
  since: z.string(),
});
export type PersonWithRole = z.output<typeof personWithRoleSchema>;

const listedPersonSchema = personSchema.extend({ maskedAddress: z.string(), createdAt: z.string() });
export type ListedPerson = z.output<typeof listedPersonSchema>;

/** What everyone may know of a person. */
const profileSchema = z.object({
  handle: z.string(),
  name: z.string(),
  /** The day of the first sign-in, YYYY-MM-DD (UTC). */
  since: z.string(),
  /** The person's text about themselves, in plain text. Absent when there is none. */
  about: z.string().optional(),
  /** The papers that the person upvoted last, at most 20. Absent unless the person chose to show them. */
  votes: z.array(z.object({ id: z.string(), title: z.string() })).optional(),
  /** Comments of the person that are shown, the newest first, at most 20. */
  comments: z.array(
    z.object({
      id: z.string(),
      /** Markdown, as the comments on a paper have it. */
      text: z.string(),
      postedAt: z.string(),
      paper: z.object({ id: z.string(), title: z.string() }),
    }),
  ),
});
export type Profile = z.output<typeof profileSchema>;

/** Names a person by handle. */
export const handleParams = z.object({
  handle: submitterSchema.meta({ description: 'The public handle of a person.' }),
});

/** People: what everyone may know of them, and how operators and the other services manage them. */
export const people = {
  profile: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/api/people/{handle}',
    params: handleParams,
    answer: profileSchema,
    problems: ['unknown-person'],
    callers: 'everyone',
    repeatable: true,
    public: {},
    example: { params: { handle: 'nobody-of-this-name' }, problem: 'unknown-person' },
    summary:
      'The public name of a person, what the person says of the own person, said and, if the person wishes so, upvoted lately. `/api/daily_papers?submitter=` has the submissions.',
  }),
  everyone: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/api/people',
    query: z.object({
      q: z.string().max(40).optional().meta({ description: 'The beginning of a handle.' }),
      role: z.enum(ROLES).optional().meta({ description: 'People of this role only.' }),
      after: z
        .string()
        .max(40)
        .optional()
        .meta({ description: 'The handle that the page before ended with.' }),
      limit: wholeNumber(1, 100).default(50).meta({ description: 'People on a page.' }),
    }),
    answer: z.object({ people: z.array(personWithRoleSchema) }),
    callers: ['admin'],
    repeatable: true,
    public: { person: true },
    example: { query: { role: 'admin' } },
    summary: 'The people by their handles, with their roles; for admins. `Link` names the next page.',
  }),
  giveRole: endpoint({
    service: 'catalog',
    method: 'PUT',
    path: '/api/people/{handle}/role',
    params: handleParams,
    body: z.object({ role: z.enum(ROLES), reason: reasonSchema.optional() }),
    answer: z.object({ person: personSchema }),
    problems: ['unknown-person', 'own-role'],
    callers: ['admin'],
    repeatable: true,
    public: { person: true },
    example: {
      params: { handle: 'nobody-of-this-name' },
      body: { role: 'curator' },
      problem: 'unknown-person',
    },
    summary: 'Gives a person a role; for admins. Nobody changes the own one.',
  }),
  list: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/internal/people',
    query: z.object({ after: z.string().max(24).optional(), limit: wholeNumber(1, 500).default(100) }),
    answer: z.object({ people: z.array(listedPersonSchema) }),
    callers: ['service'],
    repeatable: true,
    summary: 'People by id, a page at a time.',
  }),
  address: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/internal/people/{id}/address',
    params: z.object({ id: personIdSchema }),
    answer: z.object({ address: z.string() }),
    problems: ['unknown-person'],
    callers: ['mailer'],
    repeatable: true,
    summary: 'The mail address of a person who asks for the own digests; never logged and kept nowhere.',
  }),
  ensure: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/people',
    body: personWish,
    answer: z.object({ person: personSchema, created: z.boolean() }),
    problems: ['handle-taken'],
    callers: ['service'],
    repeatable: true,
    summary: 'Finds or makes the account of an address; role, name and handle become what is given.',
  }),
  token: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/people/tokens',
    body: personWish,
    status: 201,
    answer: z.object({ person: personSchema, created: z.boolean(), token: z.string() }),
    problems: ['handle-taken'],
    callers: ['service'],
    repeatable: false,
    summary: 'The same, and a new bearer token for it, which is told in this answer and never again.',
  }),
  revoke: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/people/revoke',
    body: z.object({ address: addressSchema }),
    answer: z.object({ person: personSchema, revoked: z.int().min(0) }),
    problems: ['unknown-person'],
    callers: ['service'],
    repeatable: false,
    summary: 'Revokes every token, session and sign-in link of an address.',
  }),
} as const;
