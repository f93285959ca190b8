import { z } from 'zod';
import { editionIdSchema } from '../ids.js';
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

const previewPaperSchema = z.object({
  id: z.string(),
  title: z.string(),
  upvotes: z.int(),
  /** Which choices brought it; empty when it is there as a paper of the list. */
  why: z.array(z.string()),
});

/** The digests of one address of an edition, one for each of its subscriptions. */
const mailPreviewSchema = z.object({
  digests: z.array(
    z.object({
      hour: z.int(),
      timeZone: z.string(),
      /** How its delivery stands, and why; null when none is planned. */
      delivery: z.string().nullable(),
      reason: z.string().nullable(),
      /** Null, as the parts, when no mail would come. */
      subject: z.string().nullable(),
      papers: z.array(previewPaperSchema),
      matches: z.array(previewPaperSchema),
      text: z.string().nullable(),
      /** Null also for a reader of text alone. */
      html: z.string().nullable(),
    }),
  ),
});
export type MailPreview = z.output<typeof mailPreviewSchema>;

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
  preview: endpoint({
    service: 'mailer',
    method: 'POST',
    path: '/internal/mail/preview',
    body: z.object({ address: mailAddressSchema, edition: editionIdSchema }),
    answer: mailPreviewSchema,
    problems: ['no-subscription', 'edition-not-closed', 'new-papers-away'],
    callers: ['operator'],
    repeatable: true,
    summary:
      'The digests that a subscriber would get of a closed edition with the settings of now, and why each paper is in them; nothing is sent, and the links to leave are blanked.',
  }),
};
