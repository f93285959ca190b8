import { z } from 'zod';
import { instantSchema, personIdSchema } from '../ids.js';
import { subscriptionSettingsSchema } from '../values/digest-choices.js';
import { mailAddressSchema } from '../values/mail-address.js';
import { wholeNumber } from '../values/whole-number.js';
import { endpoint } from './endpoint.js';

/** Distinguishes the subscriptions of one address. */
const slotSchema = z.enum(['day', 'week', 'month', 'added-1', 'added-2', 'added-3', 'added-4']);

/** A subscription of an address whose owner has agreed elsewhere. */
export const importedSubscriptionSchema = z.object({
  address: mailAddressSchema,
  /** When the owner of the address agreed to be sent digests. */
  consentedAt: instantSchema,
  settings: subscriptionSettingsSchema,
  /** By default the slot of its cadence. */
  slot: slotSchema.optional(),
});
export type ImportedSubscription = z.output<typeof importedSubscriptionSchema>;

const exportedSchema = z.object({
  /** The value of `after` for the page that begins behind this entry. */
  id: z.string(),
  address: z.string(),
  consentedAt: instantSchema,
  settings: subscriptionSettingsSchema,
  slot: z.string(),
});
export type ExportedSubscription = z.output<typeof exportedSchema>;

const id = z.string().regex(/^[\w-]{12}$/);

/** A person who wants to export or delete their data. */
const departingSchema = z.object({ address: mailAddressSchema, personId: personIdSchema });

/** Import and export of subscribers by operators, and export and deletion of a person's data in the mailer. */
export const subscribers = {
  import: endpoint({
    service: 'mailer',
    method: 'POST',
    path: '/internal/subscribers/import',
    body: z.object({ subscriptions: z.array(importedSubscriptionSchema).min(1).max(100) }),
    answer: z.object({
      /** In the order of the body. `known`: the address has this subscription already, which is not changed. */
      results: z.array(
        z.object({
          outcome: z.enum(['new', 'known', 'refused']),
          /** Only for `refused`: a stable code; `detail` says what is wrong. */
          code: z.string().optional(),
          detail: z.string().optional(),
        }),
      ),
    }),
    callers: ['operator'],
    repeatable: true,
    summary:
      'Starts subscriptions of people who agreed elsewhere. Nobody who left after that, and no suppressed address, is brought back; doing it again changes nothing.',
  }),
  export: endpoint({
    service: 'mailer',
    method: 'GET',
    path: '/internal/subscribers/export',
    query: z.object({ after: id.optional(), limit: wholeNumber(1, 500).default(500) }),
    answer: z.array(exportedSchema),
    callers: ['operator'],
    repeatable: true,
    summary:
      'The active subscriptions with their addresses and the dates of consent, in the order of their ids.',
  }),
  kept: endpoint({
    service: 'mailer',
    method: 'POST',
    path: '/internal/subscribers/kept',
    body: departingSchema,
    answer: z.object({
      /** The subscriber, each subscription and each webhook, as they are kept, without secrets. */
      entries: z.array(z.looseObject({})),
    }),
    callers: ['service'],
    repeatable: true,
    summary: 'What is kept of the subscriber of an address, and of the webhooks of a person.',
  }),
  forget: endpoint({
    service: 'mailer',
    method: 'POST',
    path: '/internal/subscribers/forget',
    body: departingSchema,
    status: 204,
    callers: ['service'],
    repeatable: true,
    summary:
      'Ends the subscriptions of an address and forgets it at once, with the webhooks of the person. A suppression stays: it is a hash, and says that no mail goes there.',
  }),
} as const;
