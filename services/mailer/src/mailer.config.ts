import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { normalAddress, wholeNumber } from '@paperboy/contracts';
import { brandSchema, publicationSchema, serviceConfigSchema } from '@paperboy/platform';
import { z } from 'zod';

const smtpUrl = 'expected an address such as smtp://127.0.0.1:1025 or smtps://name:password@mail.example.org';

const fields = serviceConfigSchema.extend({
  ...publicationSchema,
  ...brandSchema,
  /** The relay that takes our mail. */
  SMTP_URL: z
    .string()
    .refine((value) => URL.canParse(value) && /^smtps?:$/.test(new URL(value).protocol), smtpUrl)
    .default('smtp://127.0.0.1:1025'),
  /** Connections of one replica to the relay, which is also the number of messages that may be on their way at once. */
  SMTP_CONNECTIONS: wholeNumber(1, 50).default(5),
  /**
   * The number of bad outcomes in a row after which sending pauses: mails that were lost on the way, or refused for
   * another reason than the address.
   */
  SMTP_PAUSE_AFTER: wholeNumber(1, 100).default(3),
  /** The most confirmations to addresses of one domain in a day, unless it is a public provider. 0 is no limit. */
  CONFIRMATIONS_PER_DOMAIN: wholeNumber(0, 1_000_000).default(200),
  /** The sender's address. Without BOUNCE_DOMAIN, bounces go to addresses at its domain. */
  MAIL_FROM: z
    .string()
    .refine(
      (value) => normalAddress(value) !== undefined,
      'expected a mail address such as digest@example.org',
    )
    .default('digest@paperboy.example'),
  /** The path of an RSA key as PEM that signs mails (DKIM). Without it the relay may sign. */
  DKIM_KEY_FILE: keyFile().optional(),
  /** Names the key in the DNS of the sender's domain: its record is `<selector>._domainkey.<domain>`. */
  DKIM_SELECTOR: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i, 'expected the name of a DNS label such as paperboy')
    .default('paperboy'),
  /** The port on which bounces, complaints and answers are received. Without it the mailer does not listen. */
  BOUNCE_PORT: wholeNumber(1, 65_535).optional(),
  /**
   * The domain of the addresses for bounces, whose mail must reach BOUNCE_PORT. Without it: the domain of MAIL_FROM.
   */
  BOUNCE_DOMAIN: z
    .string()
    .refine(
      (value) => normalAddress(`bounce@${value}`) !== undefined,
      'expected a domain such as bounces.example.org',
    )
    .transform((value) => value.toLowerCase())
    .optional(),
  /** The SNS topic by which Amazon SES reports bounces and complaints. Messages of other topics are refused. */
  SES_TOPIC_ARN: z
    .string()
    .regex(
      /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
      'expected a topic such as arn:aws:sns:eu-west-1:123456789012:bounces',
    )
    .optional(),
  /** Whether an operator's webhooks may reach private networks. Those of readers never may. */
  PRIVATE_WEBHOOKS: z
    .enum(['true', 'false'], 'expected true or false')
    .default('false')
    .transform((value) => value === 'true'),
  /** The address for answers to mails. Without it: MAIL_FROM. */
  MAIL_REPLY_TO: z
    .string()
    .refine(
      (value) => normalAddress(value) !== undefined,
      'expected a mail address such as editor@example.org',
    )
    .optional(),
});

/** The environment of the mailer. No other place reads it. */
export const mailerConfigSchema = fields.superRefine(({ BOUNCE_PORT, MAIL_REPLY_TO }, context) => {
  if (BOUNCE_PORT === undefined || MAIL_REPLY_TO !== undefined) return;
  context.addIssue({
    code: 'custom',
    path: ['MAIL_REPLY_TO'],
    message: 'BOUNCE_PORT takes the answers of readers, so a mail address is expected to pass them on to',
  });
});

/** The PEM of the private RSA key at a path. */
function keyFile() {
  return z.string().transform((path, context) => {
    try {
      const pem = readFileSync(path, 'utf8');
      if (createPrivateKey(pem).asymmetricKeyType === 'rsa') return pem;
    } catch {
      // No such file, or no key.
    }
    context.addIssue({ code: 'custom', message: 'expected the path of a private RSA key as PEM' });
    return z.NEVER;
  });
}

/** The mailer's configuration. */
export type MailerConfig = z.output<typeof mailerConfigSchema>;
