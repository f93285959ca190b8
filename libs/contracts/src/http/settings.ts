import { z } from 'zod';
import { instantSchema } from '../ids.js';
import { lineSchema } from '../values/clean.js';
import { wholeNumber } from '../values/whole-number.js';
import { endpoint } from './endpoint.js';

/** What a token may do: `read` changes nothing. */
export const SCOPES = ['read', 'write'] as const;

/** The id of a session or a token, which is not secret. */
export const credentialIdSchema = z.string().regex(/^[0-9a-f]{16}$/, 'expected the id of a session or token');

const used = {
  createdAt: instantSchema,
  /** The hour of the last use; absent before the first. */
  usedAt: instantSchema.optional(),
};
const listedSessionSchema = z.object({
  id: credentialIdSchema,
  /** The device at the begin of the session, such as `Firefox on Linux`. */
  device: z.string().optional(),
  ...used,
  /** Moves on with each use. */
  expiresAt: instantSchema,
});
export type ListedSession = z.output<typeof listedSessionSchema>;

const listedTokenSchema = z.object({
  id: credentialIdSchema,
  /** Absent on those that an operator printed. */
  name: z.string().optional(),
  scope: z.enum(SCOPES),
  ...used,
  /** Absent on those that an operator printed. */
  expiresAt: instantSchema.optional(),
});
export type ListedToken = z.output<typeof listedTokenSchema>;

/** The body of a new token. Pages also read their form by it. */
export const tokenWishSchema = z.object({
  name: lineSchema(60),
  scope: z.enum(SCOPES),
  /** For how many days it is valid. */
  days: wholeNumber(1, 366).default(90),
});

const NOBODY = '0000000000000000';

/** What people manage of their own account. */
export const settings = {
  sessions: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/api/settings/sessions',
    answer: z.object({ sessions: z.array(listedSessionSchema) }),
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: {},
    summary: "The person's sessions, the newest first, with device and hour of the last use.",
  }),
  endSession: endpoint({
    service: 'catalog',
    method: 'DELETE',
    path: '/api/settings/sessions/{session}',
    params: z.object({ session: credentialIdSchema }),
    status: 204,
    problems: ['unknown-session'],
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: { params: { session: NOBODY }, problem: 'unknown-session' },
    summary: 'Ends a session of the person, wherever it is; within five seconds nobody believes it.',
  }),
  tokens: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/api/settings/tokens',
    answer: z.object({ tokens: z.array(listedTokenSchema) }),
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: {},
    summary: "The person's tokens, the newest first, without their secrets.",
  }),
  makeToken: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/api/settings/tokens',
    body: tokenWishSchema,
    status: 201,
    answer: listedTokenSchema.extend({ token: z.string() }),
    problems: ['session-needed', 'too-many-tokens'],
    callers: ['person'],
    repeatable: false,
    public: { person: true, session: true },
    example: { body: { name: 'My reading list', scope: 'read', days: 90 }, problem: 'session-needed' },
    summary:
      'A new token, whose secret is told in this answer and never again. Needs a session: a token can make no other.',
  }),
  revokeToken: endpoint({
    service: 'catalog',
    method: 'DELETE',
    path: '/api/settings/tokens/{token}',
    params: z.object({ token: credentialIdSchema }),
    status: 204,
    problems: ['unknown-token'],
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: { params: { token: NOBODY }, problem: 'unknown-token' },
    summary: 'Revokes a token of the person; within five seconds nobody believes it.',
  }),
} as const;
