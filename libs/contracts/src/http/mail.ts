import { z } from 'zod';
import { openEnum } from '../open-enum.js';
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

/** What a look at the sender's domain found. */
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
      /** `unknown`: it can't be seen from here. */
      verdict: z.enum(['good', 'warning', 'bad', 'unknown']),
      found: z.string(),
      /** What to do about it. */
      advice: z.string().nullable(),
    }),
  ),
});
export type MailCheck = z.output<typeof mailCheckSchema>;

/** The address of a DNS server, with a port where it is not 53. */
const nameServerSchema = z
  .string()
  .max(60)
  .refine((value) => {
    const [, six, four, bare] =
      /^(?:\[([\da-f:.]+)\]:\d{1,5}|([\d.]+):\d{1,5}|([\da-f:.]+))$/i.exec(value) ?? [];
    const address = six ?? four ?? bare ?? '';
    return z.union([z.ipv4(), z.ipv6()]).safeParse(address).success;
  }, 'expected the address of a DNS server such as 192.0.2.53 or 127.0.0.1:5353');

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
  check: endpoint({
    service: 'mailer',
    method: 'GET',
    path: '/internal/mail/check',
    query: z.object({
      /** The address from which the relay sends; without it, the one of the relay. */
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
    /** As the provider makes it: an object, or its JSON as a text, which SNS sends. */
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
