import { z } from 'zod';
import { editionIdSchema, instantSchema } from '../ids.js';
import { openEnum } from '../open-enum.js';
import { subscriptionSettingsSchema } from '../values/digest-choices.js';
import { endpoint } from './endpoint.js';
import { tokenSchema } from './link-token.js';

/** One digest that was planned for a subscription. */
const pastDeliverySchema = z.object({
  edition: editionIdSchema,
  /** When it was due. `endedAt` is when it was sent or given up, null while it is under way. */
  dueAt: instantSchema,
  endedAt: instantSchema.nullable(),
  state: openEnum(
    ['claimed', 'handed-off', 'accepted', 'uncertain', 'failed', 'suppressed', 'skipped'],
    'An unknown one is told as it is.',
  ),
  /** The reason of the state, as a stable code. */
  reason: z.string().nullable(),
  /** Whether its papers are still stored. */
  remembered: z.boolean(),
  /** The report after the relay accepted it, with the enhanced status code (RFC 3463) if the report has one. */
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
  /** How many active subscriptions its reader has. A link opens only its own one, since mails are forwarded. */
  digests: z.int(),
  /** The token of the link that ends it. */
  unsubscribeToken: z.string(),
  /** The last thirty, the newest first. */
  deliveries: z.array(pastDeliverySchema),
});
export type ManagedSubscription = z.output<typeof managedSchema>;

/** The active subscriptions of a person who is signed in. */
const ownDigestsSchema = z.object({
  digests: z.array(
    z.object({
      /** The token that opens its settings until the end of the day (UTC). */
      token: z.string(),
      settings: subscriptionSettingsSchema,
      next: managedSchema.shape.next,
    }),
  ),
});
export type OwnDigests = z.output<typeof ownDigestsSchema>;

const previewPaperSchema = z.object({
  id: z.string(),
  title: z.string(),
  upvotes: z.int(),
  /** The choices that matched the paper: `category: cs.LG`. Empty for a reader without choices. */
  why: z.array(z.string()),
});

const previewSchema = z.object({
  /** The newest closed edition of the cadence; null when none has closed yet. */
  edition: editionIdSchema.nullable(),
  /** Null when no mail would be sent. */
  subject: z.string().nullable(),
  /** Papers of the edition. */
  papers: z.array(previewPaperSchema),
  /** Further new papers of the period, which match the keywords or authors. */
  matches: z.array(previewPaperSchema),
});
export type DigestPreview = z.output<typeof previewSchema>;

/** The papers of a past digest, in its order. */
const pastDigestSchema = z.object({
  edition: editionIdSchema,
  papers: z.array(
    z.object({
      id: z.string(),
      /** Null while the catalog is away. */
      title: z.string().nullable(),
      /** The choices that matched the paper. Empty for a reader without choices. */
      why: z.array(z.string()),
      /** Whether it came from keywords or authors, in addition to the edition. */
      match: z.boolean(),
    }),
  ),
});
export type PastDigest = z.output<typeof pastDigestSchema>;

/** A token for examples. A good answer would need the link of a real mail. */
const UNKNOWN_TOKEN = 'A'.repeat(28);

/** What a reader sees and changes of a subscription, by the link to its settings. */
export const managedSubscriptions = {
  own: endpoint({
    service: 'mailer',
    method: 'GET',
    path: '/api/settings/digests',
    answer: ownDigestsSchema,
    problems: ['session-needed', 'unknown-person'],
    callers: ['person'],
    repeatable: true,
    public: { person: true, session: true },
    example: { problem: 'session-needed' },
    summary:
      'The active subscriptions of the address of the person who asks, each with a token for its settings. Needs a session.',
  }),
  start: endpoint({
    service: 'mailer',
    method: 'POST',
    path: '/api/settings/digests',
    body: subscriptionSettingsSchema,
    status: 201,
    answer: z.object({ token: z.string() }),
    problems: [
      'session-needed',
      'unknown-person',
      'pause-too-long',
      'unreadable-keyword',
      'too-many-subscriptions',
      'address-suppressed',
    ],
    callers: ['person'],
    repeatable: true,
    public: { person: true, session: true },
    example: {
      body: { cadence: 'week', weekday: 1, hour: 8, timeZone: 'Europe/Berlin', categories: ['cs.LG'] },
      problem: 'session-needed',
    },
    summary:
      'Starts a subscription of the address of the person who asks. Signing in has proven the address, so no mail asks again. The answer has the token for its settings; of two with the same settings there is one. Needs a session.',
  }),
  end: endpoint({
    service: 'mailer',
    method: 'DELETE',
    path: '/api/settings/digests/{token}',
    params: tokenSchema,
    status: 204,
    problems: ['session-needed', 'unknown-person', 'unknown-link', 'link-ended'],
    callers: ['person'],
    repeatable: true,
    public: { person: true, session: true, guesses: true },
    example: { params: { token: UNKNOWN_TOKEN }, problem: 'session-needed' },
    summary:
      'Ends a subscription of the person who asks at once, by the token of its settings; asking again changes nothing. Needs a session.',
  }),
  view: endpoint({
    service: 'mailer',
    method: 'GET',
    path: '/api/subscriptions/{token}',
    params: tokenSchema,
    answer: managedSchema,
    problems: ['unknown-link', 'link-ended'],
    callers: 'everyone',
    repeatable: true,
    public: { guesses: true },
    example: { params: { token: UNKNOWN_TOKEN }, problem: 'unknown-link' },
    summary:
      'A subscription with its settings and its last deliveries. The token is that of the link to the settings in its mails, which is good for five weeks.',
  }),
  change: endpoint({
    service: 'mailer',
    method: 'PUT',
    path: '/api/subscriptions/{token}',
    params: tokenSchema,
    body: subscriptionSettingsSchema,
    answer: managedSchema,
    problems: ['unknown-link', 'link-ended', 'subscription-ended', 'pause-too-long', 'unreadable-keyword'],
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
    problems: [
      'unknown-link',
      'link-ended',
      'subscription-ended',
      'pause-too-long',
      'unreadable-keyword',
      'too-many-subscriptions',
    ],
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
    problems: ['unknown-link', 'link-ended', 'new-papers-away'],
    callers: 'everyone',
    repeatable: true,
    public: { guesses: true },
    example: { params: { token: UNKNOWN_TOKEN }, problem: 'unknown-link' },
    summary: 'What the digest of the newest closed edition is with the settings of a subscription.',
  }),
  delivered: endpoint({
    service: 'mailer',
    method: 'GET',
    path: '/api/subscriptions/{token}/deliveries/{edition}',
    params: tokenSchema.extend({ edition: editionIdSchema }),
    answer: pastDigestSchema,
    problems: ['unknown-link', 'link-ended', 'no-such-digest'],
    callers: 'everyone',
    repeatable: true,
    public: { guesses: true },
    example: { params: { token: UNKNOWN_TOKEN, edition: 'day-2026-11-22' }, problem: 'unknown-link' },
    summary: 'Which papers were in the digest of an edition, and which choices brought each.',
  }),
  sendLink: endpoint({
    service: 'mailer',
    method: 'POST',
    path: '/internal/subscriptions/settings-link',
    body: tokenSchema,
    status: 202,
    answer: z.object({ status: z.literal('link-sent') }),
    problems: ['unknown-link'],
    callers: ['service'],
    repeatable: true,
    summary:
      'Mails the reader of a subscription a new link to its settings, at most one an hour; for links that are too old or can only unsubscribe.',
  }),
} as const;
