import { z } from 'zod';
import { instantSchema } from '../ids.js';
import { lineSchema } from '../values/clean.js';
import { endpoint } from './endpoint.js';
import { credentialIdSchema } from './settings.js';
import { sessionSchema } from './sign-in.js';

/** Bytes as text, in the encoding of WebAuthn's JSON. */
const bytesSchema = z
  .string()
  .max(20_000)
  .regex(/^[\w-]+$/, 'expected base64url');
const idSchema = bytesSchema.max(1_400);
const extensions = z.looseObject({}).default({});

/** The answer of a browser that made a passkey, as `PublicKeyCredential.toJSON()` gives it. */
export const madePasskeySchema = z.object({
  id: idSchema,
  rawId: idSchema,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: bytesSchema,
    attestationObject: bytesSchema,
    transports: z.array(z.string().max(30)).max(10).optional(),
  }),
  clientExtensionResults: extensions,
});
export type MadePasskey = z.output<typeof madePasskeySchema>;

/** The answer of a browser that was asked for a passkey. */
export const usedPasskeySchema = z.object({
  id: idSchema,
  rawId: idSchema,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: bytesSchema,
    authenticatorData: bytesSchema,
    signature: bytesSchema,
    userHandle: bytesSchema.max(200).optional(),
  }),
  clientExtensionResults: extensions,
});
export type UsedPasskey = z.output<typeof usedPasskeySchema>;

/** The name by which a person recognizes the passkey. */
export const passkeyNameSchema = lineSchema(60);

const listedPasskeySchema = z.object({
  id: credentialIdSchema,
  name: z.string(),
  createdAt: instantSchema,
  /** Absent before the first use. */
  usedAt: instantSchema.optional(),
});
export type ListedPasskey = z.output<typeof listedPasskeySchema>;

/** The options of WebAuthn in their JSON form, as input for `navigator.credentials`. */
const optionsSchema = z.object({ options: z.looseObject({ challenge: z.string() }) });

const EXAMPLE_ID = '0000000000000000';
const USED = {
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key',
  response: { clientDataJSON: 'e30', authenticatorData: 'AAAA', signature: 'AAAA' },
  clientExtensionResults: {},
};

/** Passkeys (WebAuthn): a second way to sign in. Signing in by mail always stays possible. */
export const passkeys = {
  list: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/api/settings/passkeys',
    answer: z.object({ passkeys: z.array(listedPasskeySchema) }),
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: {},
    summary: "The person's passkeys, the newest first.",
  }),
  begin: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/api/settings/passkeys/begin',
    answer: optionsSchema,
    problems: ['session-needed', 'too-many-passkeys', 'unknown-person'],
    callers: ['person'],
    repeatable: true,
    public: { person: true, session: true },
    example: { problem: 'session-needed' },
    summary: 'Options for making a passkey, good for five minutes and once.',
  }),
  add: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/api/settings/passkeys',
    body: z.object({ name: passkeyNameSchema, passkey: madePasskeySchema }),
    status: 201,
    answer: listedPasskeySchema,
    problems: ['session-needed', 'passkey-refused', 'too-many-passkeys'],
    callers: ['person'],
    repeatable: false,
    public: { person: true, session: true },
    example: {
      body: {
        name: 'My phone',
        passkey: { ...USED, response: { clientDataJSON: 'e30', attestationObject: 'AAAA' } },
      },
      problem: 'session-needed',
    },
    summary: 'Keeps a passkey that a browser made.',
  }),
  remove: endpoint({
    service: 'catalog',
    method: 'DELETE',
    path: '/api/settings/passkeys/{passkey}',
    params: z.object({ passkey: credentialIdSchema }),
    status: 204,
    problems: ['unknown-passkey'],
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: { params: { passkey: EXAMPLE_ID }, problem: 'unknown-passkey' },
    summary: 'Removes a passkey of the person: it lets nobody in any more.',
  }),
  ask: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/api/sign-in/passkey/begin',
    answer: optionsSchema,
    callers: 'everyone',
    repeatable: true,
    public: {},
    example: {},
    summary: 'Options for signing in by a passkey, good for five minutes and once.',
  }),
  signIn: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/api/sign-in/passkey',
    body: z.object({ passkey: usedPasskeySchema, device: lineSchema(60).optional() }),
    answer: sessionSchema,
    problems: ['passkey-refused', 'unknown-person'],
    callers: 'everyone',
    repeatable: false,
    public: { guesses: true },
    example: { body: { passkey: USED }, problem: 'passkey-refused' },
    summary: 'Signs in by a passkey.',
  }),
} as const;
