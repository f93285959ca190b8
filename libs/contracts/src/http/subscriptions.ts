import { z } from 'zod';
import { mailAddressSchema } from '../values/mail-address.js';
import { timeZoneSchema } from '../values/time-zone.js';
import { wholeNumber } from '../values/whole-number.js';
import { endpoint } from './endpoint.js';
import { tokenSchema } from './link-token.js';

/** The request behind the link of a confirmation mail. */
const confirmationSchema = z.object({
  /**
   * `open` can be confirmed. `expired` is older than seven days. `ended`: its reader confirmed it and has left since.
   */
  status: z.enum(['open', 'confirmed', 'ended', 'expired']),
  /** `a…@example.org`. Absent, like the fields below, when the request is already deleted. */
  maskedAddress: z.string().optional(),
  hour: z.int().optional(),
  timeZone: z.string().optional(),
});
export type ConfirmationView = z.output<typeof confirmationSchema>;

/** The subscription behind an unsubscribe link. */
const subscriptionSchema = z.object({
  status: z.enum(['active', 'ended']),
  /** Absent when the address is already deleted. */
  maskedAddress: z.string().optional(),
});
export type SubscriptionView = z.output<typeof subscriptionSchema>;

/** Subscribing, confirming and leaving. */
export const subscriptions = {
  request: endpoint({
    service: 'mailer',
    method: 'POST',
    path: '/api/subscriptions',
    body: z.object({
      email: mailAddressSchema,
      timeZone: timeZoneSchema.default('UTC'),
      /** 0 to 23, in that zone. */
      hour: wholeNumber(0, 23).default(8),
    }),
    status: 202,
    answer: z.object({ status: z.literal('confirmation-sent') }),
    problems: ['too-many-for-domain'],
    callers: 'everyone',
    repeatable: true,
    public: { mails: true },
    example: { body: { email: 'ada@example.org', timeZone: 'Europe/Berlin', hour: 8 } },
    summary:
      'Asks for the daily digest. The same answer whether the address is new, known or asked a moment ago; nothing is subscribed before its owner confirms.',
  }),
  confirmation: endpoint({
    service: 'mailer',
    method: 'GET',
    path: '/internal/subscriptions/confirmation/{token}',
    params: tokenSchema,
    answer: confirmationSchema,
    problems: ['unknown-link'],
    callers: ['service'],
    repeatable: true,
    summary: "What a confirmation's link is about; changes nothing.",
  }),
  confirm: endpoint({
    service: 'mailer',
    method: 'POST',
    path: '/internal/subscriptions/confirm',
    body: tokenSchema,
    answer: confirmationSchema,
    problems: ['unknown-link'],
    callers: ['service'],
    repeatable: true,
    summary: 'Confirms; doing it again changes nothing.',
  }),
  unsubscription: endpoint({
    service: 'mailer',
    method: 'GET',
    path: '/internal/subscriptions/unsubscription/{token}',
    params: tokenSchema,
    answer: subscriptionSchema,
    problems: ['unknown-link'],
    callers: ['service'],
    repeatable: true,
    summary: 'What an unsubscribe link is about; changes nothing, since scanners follow links.',
  }),
  unsubscribe: endpoint({
    service: 'mailer',
    method: 'POST',
    path: '/internal/subscriptions/unsubscribe',
    body: tokenSchema,
    answer: subscriptionSchema,
    problems: ['unknown-link'],
    callers: ['service'],
    repeatable: true,
    summary: 'Ends the subscription at once; doing it again changes nothing.',
  }),
  restore: endpoint({
    service: 'mailer',
    method: 'POST',
    path: '/internal/subscriptions/restore',
    body: tokenSchema,
    answer: subscriptionSchema,
    problems: ['unknown-link', 'too-late-to-restore'],
    callers: ['service'],
    repeatable: true,
    summary: 'Brings back a subscription that ended within the last hour; doing it again changes nothing.',
  }),
  counts: endpoint({
    service: 'mailer',
    method: 'GET',
    path: '/internal/subscriptions',
    answer: z.object({ active: z.object({ day: z.int(), week: z.int(), month: z.int() }) }),
    callers: ['service'],
    repeatable: true,
    summary: 'How many subscriptions are active, by cadence.',
  }),
} as const;
