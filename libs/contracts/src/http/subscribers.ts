import { z } from 'zod';
import { mailAddressSchema } from '../values/mail-address.js';
import { endpoint } from './endpoint.js';

const bodySchema = z.object({ address: mailAddressSchema });

/** The subscriber of an address, as the catalog asks for a person who wants to know or to leave. */
export const subscribers = {
  kept: endpoint({
    service: 'mailer',
    method: 'POST',
    path: '/internal/subscribers/kept',
    body: bodySchema,
    answer: z.object({
      /** The subscriber and each subscription, as they are kept. */
      entries: z.array(z.looseObject({})),
    }),
    callers: ['service'],
    repeatable: true,
    summary: 'What is kept of the subscriber of an address; nothing of an address without one.',
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
      'Ends the subscriptions of an address and forgets it at once. A suppression stays: it is a hash, and says that no mail goes there.',
  }),
} as const;
