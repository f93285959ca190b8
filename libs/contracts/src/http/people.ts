import { z } from 'zod';
import { instantSchema, personIdSchema } from '../ids.js';
import { lineSchema } from '../values/clean.js';
import { mailAddressSchema } from '../values/mail-address.js';
import { wholeNumber } from '../values/whole-number.js';
import { endpoint } from './endpoint.js';

/** What a person may do; curators submit any paper. */
export const ROLES = ['reader', 'curator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** A mail address, in lower case. */
const addressSchema = mailAddressSchema.transform((address) => address.toLowerCase());
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
const listedPersonSchema = personSchema.extend({ maskedAddress: z.string(), createdAt: z.string() });
export type ListedPerson = z.output<typeof listedPersonSchema>;

/** People, as operators and the other services manage them. */
export const people = {
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

const hashBody = z.object({ credentialHash: z.string().regex(/^[0-9a-f]{64}$/, 'expected SHA-256 in hex') });
const tokenBody = z.object({ token: z.string().min(1).max(200) });
const LINK_PROBLEMS = [
  'sign-in-link-used',
  'sign-in-link-replaced',
  'sign-in-link-expired',
  'unknown-sign-in-link',
];

/** Sessions and sign-in links; what travels here is never logged. */
export const signIn = {
  resolve: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/sessions/resolve',
    body: hashBody,
    answer: z.object({ person: personSchema }),
    problems: ['unknown-credential'],
    callers: ['service'],
    repeatable: true,
    summary: 'Whose session or bearer token this is, by its SHA-256 in hex.',
  }),
  end: endpoint({
    service: 'catalog',
    method: 'DELETE',
    path: '/internal/sessions',
    body: hashBody,
    status: 204,
    callers: ['service'],
    repeatable: true,
    summary: 'Ends a session; one that does not exist is ended already.',
  }),
  link: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/sign-in-links',
    body: z.intersection(
      z.union([z.object({ handle: handleSchema }), z.object({ address: addressSchema })]),
      z.object({ validForMinutes: z.number().int().min(1).max(60).default(15) }),
    ),
    status: 201,
    answer: z.object({ url: z.string(), path: z.string(), token: z.string(), expiresAt: z.string() }),
    problems: ['unknown-person'],
    callers: ['service'],
    repeatable: false,
    summary: 'A new one-use sign-in link for a person who has an account; older ones end.',
  }),
  check: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/sign-in-links/check',
    body: tokenBody,
    status: 204,
    problems: LINK_PROBLEMS,
    callers: ['service'],
    repeatable: true,
    summary: 'Whether a link could be spent: 204, or the 404 of spending it.',
  }),
  redeem: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/sign-in-links/redeem',
    body: tokenBody,
    answer: z.object({
      sessionToken: z.string().regex(/^[\w.-]{1,200}$/),
      expiresAt: instantSchema,
      person: personSchema,
    }),
    problems: [...LINK_PROBLEMS, 'unknown-person'],
    callers: ['service'],
    repeatable: false,
    summary: 'Spends a sign-in link for a session.',
  }),
} as const;
