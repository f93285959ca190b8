import { z } from 'zod';
import { instantSchema } from '../ids.js';
import { lineSchema } from '../values/clean.js';
import { chosenHandleSchema, publicNameSchema } from '../values/public-name.js';
import { wholeNumber } from '../values/whole-number.js';
import { endpoint } from './endpoint.js';
import { addressSchema, handleSchema, personSchema } from './people.js';
import { credentialIdSchema, SCOPES } from './settings.js';

const hashBody = z.object({ credentialHash: z.string().regex(/^[0-9a-f]{64}$/, 'expected SHA-256 in hex') });
const secretSchema = z.string().min(1).max(200);
const LINK_PROBLEMS = [
  'sign-in-link-used',
  'sign-in-link-replaced',
  'sign-in-link-expired',
  'unknown-sign-in-link',
];

/** The name of the device in the person's list of sessions. A client may choose it. */
const deviceSchema = lineSchema(60).optional();
/** The id of a request: 12 characters of base64url, and no secret. */
const requestParams = z.object({ id: z.string().regex(/^[\w-]{12}$/, 'expected the id of a request') });

/** The answer of a sign-in. */
export const sessionSchema = z.object({
  status: z.literal('signed-in'),
  /** To be sent as a bearer token or in the session cookie. */
  sessionToken: z.string().regex(/^[\w.-]{1,200}$/),
  expiresAt: instantSchema,
  person: personSchema,
});
export type SignedIn = z.output<typeof sessionSchema>;

/** The address is proven, and nobody has an account with it yet. */
const accountNeededSchema = z.object({
  status: z.literal('account-needed'),
  /** The secret that makes the account, together with a name and a handle. */
  registration: z.string().regex(/^[\w.-]{1,200}$/),
  expiresAt: instantSchema,
});

/** The outcome of redeeming a link or a code. */
export const arrivalSchema = z.discriminatedUnion('status', [sessionSchema, accountNeededSchema]);
export type Arrival = z.output<typeof arrivalSchema>;

/** The credential of a request. */
const credentialSchema = z.object({
  id: credentialIdSchema,
  kind: z.enum(['session', 'token']),
  /** `read` changes nothing. */
  scope: z.enum(SCOPES),
});
export type KnownCredential = z.output<typeof credentialSchema>;

/** Sessions, sign-in links and codes. Bodies of these endpoints are never logged. */
export const signIn = {
  request: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/api/sign-in',
    body: z.object({ email: addressSchema }),
    status: 202,
    answer: z.object({
      /** The secret that has to be sent with the code of the mail. The client that requested the mail keeps it. */
      request: z.string().regex(/^[\w.-]{1,200}$/),
    }),
    callers: 'everyone',
    repeatable: false,
    public: { mails: true },
    example: { body: { email: 'ada@example.org' } },
    summary:
      'Asks for a mail with a sign-in link and a code of six digits. The same answer whether or not the address is known; a mailbox gets ten such mails a day.',
  }),
  code: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/api/sign-in/code',
    body: z.object({
      request: secretSchema,
      code: z
        .string()
        .max(20)
        .transform((typed) => typed.replace(/[\s-]/g, ''))
        .pipe(z.string().regex(/^\d{6}$/, 'expected the six digits of the mail')),
      device: deviceSchema,
    }),
    answer: arrivalSchema,
    problems: [
      'wrong-sign-in-code',
      'sign-in-code-void',
      'sign-in-codes-paused',
      'sign-in-code-used',
      'sign-in-code-expired',
      'unknown-sign-in-request',
      'suspended',
    ],
    callers: 'everyone',
    repeatable: false,
    public: { guesses: true },
    example: { body: { request: 'pbr_example', code: '123456' }, problem: 'unknown-sign-in-request' },
    summary:
      'Signs in with the code of the mail, where it was asked for. Five tries; good for 15 minutes, once. Who has no account yet is given a registration.',
  }),
  redeem: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/api/sign-in/link',
    body: z.object({ token: secretSchema, device: deviceSchema }),
    answer: arrivalSchema,
    problems: [...LINK_PROBLEMS, 'unknown-person', 'suspended'],
    callers: 'everyone',
    repeatable: false,
    public: { guesses: true },
    example: { body: { token: 'pbl_example' }, problem: 'unknown-sign-in-link' },
    summary:
      'Signs in with a link, which works once: its token is the last part of its address. Who has no account yet is given a registration.',
  }),
  register: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/api/sign-in/account',
    body: z.object({
      registration: secretSchema,
      name: publicNameSchema,
      handle: chosenHandleSchema,
      device: deviceSchema,
    }),
    status: 201,
    answer: sessionSchema,
    problems: ['handle-taken', 'unknown-registration', 'address-known', 'institution-taken'],
    callers: 'everyone',
    repeatable: false,
    public: { guesses: true },
    example: {
      body: { registration: 'pbn_example', name: 'Ada Lovelace', handle: 'ada-lovelace' },
      problem: 'unknown-registration',
    },
    summary:
      'Makes the account of a proven address, with a public name and handle, and signs in. When the account was made meanwhile, that one is signed in, as it is.',
  }),
  due: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/internal/sign-in-requests/due',
    query: z.object({ limit: wholeNumber(1, 500).default(100) }),
    answer: z.object({ ids: z.array(z.string()) }),
    callers: ['mailer'],
    repeatable: true,
    summary: 'Requests of the last hour whose letter was never asked for, the earliest first.',
  }),
  letter: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/sign-in-requests/{id}/letter',
    params: requestParams,
    answer: z.object({ address: z.string(), url: z.string(), code: z.string(), goodUntil: instantSchema }),
    problems: ['sign-in-request-over'],
    callers: ['mailer'],
    repeatable: true,
    summary:
      'Makes link and code of a request, which are good for 15 minutes from now, and says where they go. Asked again it gives the same ones.',
  }),
  resolve: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/sessions/resolve',
    body: hashBody.extend({
      /** A keyed hash of the client's network. It is kept with the last use of the credential. */
      network: z
        .string()
        .regex(/^[\w-]{16}$/, 'expected the mark of a network')
        .optional(),
    }),
    answer: z.object({
      person: personSchema,
      /** Absent from a catalog of the previous version. */
      credential: credentialSchema.optional(),
    }),
    problems: ['unknown-credential'],
    callers: ['service'],
    repeatable: true,
    summary:
      'Whose session or bearer token this is, by its SHA-256 in hex. Notes its last use, which lengthens a session.',
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
    body: z.object({ token: secretSchema }),
    status: 204,
    problems: LINK_PROBLEMS,
    callers: ['service'],
    repeatable: true,
    summary: 'Whether a link could be spent: 204, or the 404 of spending it.',
  }),
} as const;
