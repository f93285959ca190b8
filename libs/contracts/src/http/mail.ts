import { z } from 'zod';
import { mailAddressSchema } from '../values/mail-address.js';
import { endpoint } from './endpoint.js';

/** What became of a test mail, as the relay said it. */
const mailTestSchema = z.object({
  /**
   * `accepted`: the relay took it. `refused`: it said no to the mail, with `code` and, where given, its `answer` without
   * addresses. `away`: nothing was handed over, for `reason`. `uncertain`: the connection ended while the mail was under way.
   */
  outcome: z.enum(['accepted', 'refused', 'away', 'uncertain']),
  code: z.int().optional(),
  answer: z.string().optional(),
  reason: z.string().optional(),
  /** Host and port of the relay. */
  relay: z.string(),
  from: z.string(),
  messageId: z.string(),
});
export type MailTest = z.output<typeof mailTestSchema>;

/** What operators ask of the mailer's way to the world. */
export const mail = {
  test: endpoint({
    service: 'mailer',
    method: 'POST',
    path: '/internal/mail/test',
    body: z.object({ address: mailAddressSchema }),
    answer: mailTestSchema,
    callers: ['service'],
    repeatable: false,
    summary: 'Hands one test mail to the relay at once, and tells what the relay said.',
  }),
};
