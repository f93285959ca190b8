import { z } from 'zod';
import { editionIdSchema, instantSchema } from '../ids.js';
import { openEnum } from '../open-enum.js';
import { subscriptionSettingsSchema } from '../values/digest-choices.js';
import { mailAddressSchema } from '../values/mail-address.js';
import { timeZoneSchema } from '../values/time-zone.js';
import { wholeNumber } from '../values/whole-number.js';
import { endpoint } from './endpoint.js';

const tokenSchema = z.object({ token: z.string().min(1).max(64) });

/** What a confirmation's link is about. */
const confirmationSchema = z.object({
  /** `open` can be confirmed; `expired` is older than seven days; `ended` was used by one who has left again. */
  status: z.enum(['open', 'confirmed', 'ended', 'expired']),
  /** `a…@example.org`; absent, as the rest, when the request is already forgotten. */
  maskedAddress: z.string().optional(),
  hour: z.int().optional(),
  timeZone: z.string().optional(),
});
export type ConfirmationView = z.output<typeof confirmationSchema>;

/** What an unsubscribe link tells. */
const subscriptionSchema = z.object({
  status: z.enum(['active', 'ended']),
  /** Absent when the address is already forgotten. */
  maskedAddress: z.string().optional(),
});
export type SubscriptionView = z.output<typeof subscriptionSchema>;

/** One digest that was planned for a subscription. */
const pastDeliverySchema = z.object({
  edition: editionIdSchema,
  /** When it was meant to come, and when it came or was given up; null while it is under way. */
  dueAt: instantSchema,
  endedAt: instantSchema.nullable(),
  state: openEnum(
    ['claimed', 'handed-off', 'accepted', 'uncertain', 'failed', 'suppressed', 'skipped'],
    'An unknown one is told as it is.',
  ),
  /** Why it ended as it did; a stable word. */
  reason: z.string().nullable(),
  /** What came back after the relay had taken it, with the enhanced status code (RFC 3463) where one was told. */
  returned: z
    .object({
      as: openEnum(
        ['delayed', 'delivered', 'unknown', 'blocked', 'soft', 'hard', 'complaint'],
        'An unknown one is told as it is.',
      ),
      status: z.string().nullable(),
      at: instantSchema,
    })
    .nullable()
    .optional(),
});
export type PastDelivery = z.output<typeof pastDeliverySchema>;

/** A subscription as its reader manages it. */
const managedSchema = z.object({
  status: z.enum(['active', 'ended']),
  maskedAddress: z.string(),
  settings: subscriptionSettingsSchema,
  /** The local date and the moment of the next digest; null when ended. */
  next: z.object({ localDate: z.iso.date(), dueAt: instantSchema }).nullable(),
  /** The other active subscriptions of the same reader. */
  others: z.array(z.object({ token: z.string(), settings: subscriptionSettingsSchema })),
  /** The last thirty, the newest first. */
  deliveries: z.array(pastDeliverySchema),
});
export type ManagedSubscription = z.output<typeof managedSchema>;

const previewSchema = z.object({
  /** The newest closed edition of the cadence; null when none has closed yet. */
  edition: editionIdSchema.nullable(),
  /** Null when no mail would come. */
  subject: z.string().nullable(),
  papers: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      upvotes: z.int(),
      /** Which choices brought it: `category: cs.LG`; empty for a reader without choices. */
      why: z.array(z.string()),
    }),
  ),
});
export type DigestPreview = z.output<typeof previewSchema>;

/** Reading an example needs the link of a mail. */
const UNKNOWN_TOKEN = 'A'.repeat(28);

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
  managed: endpoint({
    service: 'mailer',
    method: 'GET',
    path: '/api/subscriptions/{token}',
    params: tokenSchema,
    answer: managedSchema,
    problems: ['unknown-link'],
    callers: 'everyone',
    repeatable: true,
    public: { guesses: true },
    example: { params: { token: UNKNOWN_TOKEN }, problem: 'unknown-link' },
    summary:
      'A subscription with its settings and its last deliveries. The token is that of the links in its mails.',
  }),
  change: endpoint({
    service: 'mailer',
    method: 'PUT',
    path: '/api/subscriptions/{token}',
    params: tokenSchema,
    body: subscriptionSettingsSchema,
    answer: managedSchema,
    problems: ['unknown-link', 'subscription-ended', 'pause-too-long'],
    callers: 'everyone',
    repeatable: true,
    public: { guesses: true },
    example: {
      params: { token: UNKNOWN_TOKEN },
      body: { cadence: 'week', weekday: 1, hour: 8, timeZone: 'Europe/Berlin', categories: ['cs.LG'] },
      problem: 'unknown-link',
    },
    summary: 'Sets all of a subscription: what is left out becomes the default.',
  }),
  another: endpoint({
    service: 'mailer',
    method: 'POST',
    path: '/api/subscriptions/{token}/another',
    params: tokenSchema,
    body: subscriptionSettingsSchema,
    status: 201,
    answer: z.object({ token: z.string() }),
    problems: ['unknown-link', 'subscription-ended', 'pause-too-long', 'too-many-subscriptions'],
    callers: 'everyone',
    repeatable: false,
    public: { guesses: true },
    example: {
      params: { token: UNKNOWN_TOKEN },
      body: { cadence: 'month', hour: 8, timeZone: 'Europe/Berlin' },
      problem: 'unknown-link',
    },
    summary:
      'Starts another subscription of the same reader, up to five in all; the answer has its token. Its address is confirmed already.',
  }),
  preview: endpoint({
    service: 'mailer',
    method: 'GET',
    path: '/api/subscriptions/{token}/preview',
    params: tokenSchema,
    answer: previewSchema,
    problems: ['unknown-link'],
    callers: 'everyone',
    repeatable: true,
    public: { guesses: true },
    example: { params: { token: UNKNOWN_TOKEN }, problem: 'unknown-link' },
    summary: 'What the digest of the newest closed edition is with the settings of a subscription.',
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
