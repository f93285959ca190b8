import { z } from 'zod';
import { editionIdSchema } from '../ids.js';
import { openEnum } from '../open-enum.js';
import { mailAddressSchema } from '../values/mail-address.js';
import { endpoint } from './endpoint.js';

/** The outcome of a test mail, as the relay reported it. */
const mailTestSchema = z.object({
  /**
   * `accepted`: the relay accepted the mail. `refused`: it refused the mail with `code` and, if it sent one, `answer`,
   * without addresses. `away`: nothing was sent, because of `reason`. `uncertain`: the connection ended during the
   * transfer.
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
  /** The choices that matched the paper. Empty when it is in the digest as a paper of the list. */
  why: z.array(z.string()),
});

/** The digests of one address of an edition, one for each of its subscriptions. */
const mailPreviewSchema = z.object({
  digests: z.array(
    z.object({
      hour: z.int(),
      timeZone: z.string(),
      /** The state of its delivery; the reason is below. Null when none is planned. */
      delivery: z.string().nullable(),
      reason: z.string().nullable(),
      /** Null, like `text` and `html`, when no mail would be sent. */
      subject: z.string().nullable(),
      papers: z.array(previewPaperSchema),
      matches: z.array(previewPaperSchema),
      text: z.string().nullable(),
      /** Also null for a reader who gets text only. */
      html: z.string().nullable(),
    }),
  ),
});
export type MailPreview = z.output<typeof mailPreviewSchema>;
/** The result of checking the sender's domain. */
const mailCheckSchema = z.object({
  /** The domain of the sender's address, and that of return paths. */
  domain: z.string(),
  returnDomain: z.string(),
  /** The address from which mails come, as far as it is known. */
  address: z.string().nullable(),
  findings: z.array(
    z.object({
      check: openEnum(
        ['spf', 'dkim', 'dmarc', 'reverse-name', 'tls', 'bounces'],
        'An unknown one is told as it is.',
      ),
      /** `unknown`: it can't be checked from here. */
      verdict: z.enum(['good', 'warning', 'bad', 'unknown']),
      found: z.string(),
      /** What to do about it. */
      advice: z.string().nullable(),
    }),
  ),
});
export type MailCheck = z.output<typeof mailCheckSchema>;

/** The address of a DNS server, with a port when it is not 53. */
const nameServerSchema = z
  .string()
  .max(60)
  .refine((value) => {
    const [, six, four, bare] =
      /^(?:\[([\da-f:.]+)\]:\d{1,5}|([\d.]+):\d{1,5}|([\da-f:.]+))$/i.exec(value) ?? [];
    const address = six ?? four ?? bare ?? '';
    return z.union([z.ipv4(), z.ipv6()]).safeParse(address).success;
  }, 'expected the address of a DNS server such as 192.0.2.53 or 127.0.0.1:5353');

/** Mail delivery: tests and checks by operators, and reports of mail providers. */
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
  check: endpoint({
    service: 'mailer',
    method: 'GET',
    path: '/internal/mail/check',
    query: z.object({
      /** The address from which the relay sends. By default that of the relay itself. */
      ip: z.union([z.ipv4(), z.ipv6()], 'expected an address such as 192.0.2.25').optional(),
      dns: nameServerSchema.optional(),
    }),
    answer: mailCheckSchema,
    callers: ['operator'],
    repeatable: false,
    summary: "Looks at the sender's domain, its DNS and its relay as a mailbox provider does; sends nothing.",
  }),
  providerEvent: endpoint({
    service: 'mailer',
    method: 'POST',
    path: '/api/mail-events/{provider}',
    params: z.object({ provider: z.string().max(20) }),
    /** The body as the provider sends it: an object, or its JSON as a text, as SNS sends it. */
    body: z.union([z.string().max(65_536), z.record(z.string(), z.unknown())]),
    status: 204,
    problems: ['unknown-provider', 'not-from-provider', 'provider-away'],
    callers: 'everyone',
    repeatable: true,
    public: { signed: true },
    example: {
      params: { provider: 'ses' },
      body: {
        Type: 'Notification',
        MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
        TopicArn: 'arn:aws:sns:eu-west-1:123456789012:another-topic',
        Message: '{}',
        Timestamp: '2026-11-26T08:00:03.000Z',
        SignatureVersion: '2',
        Signature: 'AAAA',
        SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0.pem',
      },
      problem: 'not-from-provider',
    },
    summary:
      'What came back of mails, as the mail provider posts it and signs it: `ses` reads bounces and complaints of Amazon SES by SNS.',
  }),
};
