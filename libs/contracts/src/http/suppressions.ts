import { z } from 'zod';
import { instantSchema } from '../ids.js';
import { openEnum } from '../open-enum.js';
import { mailAddressSchema } from '../values/mail-address.js';
import { wholeNumber } from '../values/whole-number.js';
import { endpoint } from './endpoint.js';

const addressSchema = z.object({ address: mailAddressSchema });

/** An address that gets no digest. It is kept as a hash, so the address is known only from a kept subscription. */
const suppressionSchema = z.object({
  id: z.string(),
  /** `a…@example.org`; absent when no subscription of the address is kept any more. */
  maskedAddress: z.string().optional(),
  reason: openEnum(['bounced', 'complained', 'by-operator'], 'An unknown one is told as it is.'),
  at: instantSchema,
});
export type ListedSuppression = z.output<typeof suppressionSchema>;

/** Addresses that get no digest, whatever they subscribe to. */
export const suppressions = {
  list: endpoint({
    service: 'mailer',
    method: 'GET',
    path: '/internal/suppressions',
    query: z.object({
      /** The id that the page before ended with. */
      after: z
        .string()
        .regex(/^[\w-]{12}$/)
        .optional(),
      limit: wholeNumber(1, 1_000).default(1_000),
    }),
    answer: z.array(suppressionSchema),
    callers: ['operator'],
    repeatable: true,
    summary: 'The suppressed addresses in the order of their ids.',
  }),
  add: endpoint({
    service: 'mailer',
    method: 'POST',
    path: '/internal/suppressions',
    body: addressSchema,
    answer: suppressionSchema,
    callers: ['operator'],
    repeatable: true,
    summary: 'Suppresses an address at once; one that is suppressed already keeps its reason.',
  }),
  lift: endpoint({
    service: 'mailer',
    method: 'POST',
    path: '/internal/suppressions/lift',
    body: addressSchema,
    answer: z.object({ lifted: z.boolean() }),
    callers: ['operator'],
    repeatable: true,
    summary: 'Lets an address get digests again; says whether it was suppressed.',
  }),
} as const;
