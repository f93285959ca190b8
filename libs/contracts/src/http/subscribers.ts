import { z } from 'zod';
import { personIdSchema } from '../ids.js';
import { mailAddressSchema } from '../values/mail-address.js';
import { endpoint } from './endpoint.js';

const bodySchema = z.object({ address: mailAddressSchema, personId: personIdSchema });

/** What the mailer keeps of a person, by address and id, for one who wants to know or to leave. */
export const subscribers = {
  kept: endpoint({
    service: 'mailer',
    method: 'POST',
    path: '/internal/subscribers/kept',
    body: bodySchema,
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
    body: bodySchema,
    status: 204,
    callers: ['service'],
    repeatable: true,
    summary:
      'Ends the subscriptions of an address and forgets it at once, with the webhooks of the person. A suppression stays: it is a hash, and says that no mail goes there.',
  }),
} as const;
