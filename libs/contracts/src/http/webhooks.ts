import { z } from 'zod';
import { instantSchema } from '../ids.js';
import { openEnum } from '../open-enum.js';
import { CADENCES } from '../values/period.js';
import { wholeNumber } from '../values/whole-number.js';
import { endpoint } from './endpoint.js';

/** The formats of a webhook's messages: of Slack, of Discord, or plain JSON. */
export const WEBHOOK_FORMATS = ['slack', 'discord', 'json'] as const;

const urlSchema = (protocols: readonly string[]) =>
  z
    .string()
    .max(1_000)
    .refine((value) => {
      if (!URL.canParse(value)) return false;
      const { protocol, username, password } = new URL(value);
      return protocols.includes(protocol) && username === '' && password === '';
    }, 'expected an address that begins with https://, without a name or password in it');

/** The settings of a new webhook. Pages also read their form by it. */
export const webhookWishSchema = z.object({
  url: urlSchema(['https:']),
  format: z.enum(WEBHOOK_FORMATS).default('json'),
  /** The list about whose closed editions messages are sent. Without effect when there is a search. */
  list: z.enum(CADENCES).default('day'),
  /** Messages are sent about new papers that this search finds, in place of a list. */
  search: z
    .string()
    .max(300)
    .transform((text) => text.trim() || undefined)
    .optional()
    .meta({
      description: 'A search as on the site: the webhook is told of each new paper that it finds, once.',
    }),
  /**
   * With a list: a message is also sent, once, for each paper of the day that reaches this many upvotes; 0: for none.
   * With a search: only papers that have this many upvotes are told, within 30 days after they arrived.
   */
  votes: wholeNumber(0, 1_000_000).default(0),
});
export type WebhookWish = z.output<typeof webhookWishSchema>;

const webhookIdSchema = z.string().regex(/^[\w-]{12}$/, 'expected the id of a webhook');

/** A webhook as its owner sees it. Its whole address and its secret are left out, since they let others write there. */
const listedWebhookSchema = z.object({
  id: z.string(),
  /** The host of its address. */
  host: z.string(),
  format: openEnum(WEBHOOK_FORMATS, 'An unknown one is told as it is.'),
  list: openEnum(CADENCES, 'An unknown one is told as it is.'),
  /** Null for a webhook of a list. */
  search: z.string().nullable(),
  votes: z.int(),
  createdAt: instantSchema,
  /** `disabled`: it failed for days, and nothing is sent there until it is enabled. A mail says so. */
  state: z.enum(['active', 'disabled']),
  /** Null unless it is disabled. */
  disabledAt: instantSchema.nullable(),
  /** Since when every attempt has failed. Null when the last one succeeded. */
  failingSince: instantSchema.nullable(),
  /** The result of the last attempt: a status such as `200`, or why there was none. Null before the first. */
  lastAnswer: z.string().nullable(),
});
export type ListedWebhook = z.output<typeof listedWebhookSchema>;

const listed = z.object({ webhooks: z.array(listedWebhookSchema) });
/** The secret verifies the signature (Standard Webhooks). Only this answer has it. */
const made = listedWebhookSchema.extend({ secret: z.string() });
const params = z.object({ webhook: webhookIdSchema });
const UNKNOWN = 'AAAAAAAAAAAA';

const ofPerson = { service: 'mailer', callers: ['person'], public: { person: true } } as const;
const ofOperator = { service: 'mailer', callers: ['operator'] } as const;

/** Webhooks: addresses that get messages about new editions, papers with many votes, or what a search finds. */
export const webhooks = {
  list: endpoint({
    ...ofPerson,
    method: 'GET',
    path: '/api/settings/webhooks',
    answer: listed,
    repeatable: true,
    example: {},
    summary: "The person's webhooks, the oldest first.",
  }),
  make: endpoint({
    ...ofPerson,
    method: 'POST',
    path: '/api/settings/webhooks',
    body: webhookWishSchema,
    status: 201,
    answer: made,
    problems: ['too-many-webhooks', 'private-address', 'unreadable-search'],
    repeatable: false,
    example: {
      body: { url: 'https://127.0.0.1/hook', format: 'json', list: 'day', votes: 10 },
      problem: 'private-address',
    },
    summary:
      'A new webhook: it is told when an edition closes and, with `votes`, of each paper of the day that has so many upvotes; or, with `search`, of each new paper that the search finds. Signed as Standard Webhooks say; the secret is in this answer alone.',
  }),
  enable: endpoint({
    ...ofPerson,
    method: 'POST',
    path: '/api/settings/webhooks/{webhook}/enable',
    params,
    answer: listedWebhookSchema,
    problems: ['unknown-webhook'],
    repeatable: true,
    example: { params: { webhook: UNKNOWN }, problem: 'unknown-webhook' },
    summary: 'Lets a disabled webhook be told again.',
  }),
  remove: endpoint({
    ...ofPerson,
    method: 'DELETE',
    path: '/api/settings/webhooks/{webhook}',
    params,
    status: 204,
    problems: ['unknown-webhook'],
    repeatable: true,
    example: { params: { webhook: UNKNOWN }, problem: 'unknown-webhook' },
    summary: 'Removes a webhook; nothing more is sent there.',
  }),
  listAll: endpoint({
    ...ofOperator,
    method: 'GET',
    path: '/internal/webhooks',
    answer: z.object({ webhooks: z.array(listedWebhookSchema.extend({ owner: z.string() })) }),
    repeatable: true,
    summary: 'All webhooks, with the id of the person or `operator`.',
  }),
  makeAsOperator: endpoint({
    ...ofOperator,
    method: 'POST',
    path: '/internal/webhooks',
    /** Operators may also give http, since they know whether the network there is safe without TLS. */
    body: webhookWishSchema.extend({ url: urlSchema(['https:', 'http:']) }),
    status: 201,
    answer: made,
    problems: ['too-many-webhooks', 'private-address', 'unreadable-search'],
    repeatable: false,
    summary: 'A new webhook of the publication itself.',
  }),
  enableAny: endpoint({
    ...ofOperator,
    method: 'POST',
    path: '/internal/webhooks/{webhook}/enable',
    params,
    answer: listedWebhookSchema,
    problems: ['unknown-webhook'],
    repeatable: true,
    summary: 'Lets a disabled webhook of anyone be told again.',
  }),
  removeAny: endpoint({
    ...ofOperator,
    method: 'DELETE',
    path: '/internal/webhooks/{webhook}',
    params,
    status: 204,
    problems: ['unknown-webhook'],
    repeatable: true,
    summary: 'Removes a webhook of anyone.',
  }),
} as const;
