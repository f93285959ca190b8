import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { domainOf, normalAddress, wholeNumber } from '@paperboy/contracts';
import { brandSchema, publicationSchema, serviceConfigSchema } from '@paperboy/platform';
import { z } from 'zod';
import type { DkimKey } from './relay/signed-letter.composer.js';

const smtpUrl = 'expected an address such as smtp://127.0.0.1:1025 or smtps://name:password@mail.example.org';

const MOST_FURTHER_KEYS = 5;
const SELECTOR = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

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
    .regex(SELECTOR, 'expected the name of a DNS label such as paperboy')
    .default('paperboy'),
  /**
   * Keys of other domains that sign each mail too, such as `relay.example.net:s1:/keys/relay.pem`, separated by commas:
   * domain, selector, and the path of an RSA key as PEM.
   */
  DKIM_FURTHER_KEYS: furtherKeys().optional(),
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
    const pem = rsaKey(path);
    if (pem !== undefined) return pem;
    context.addIssue({ code: 'custom', message: 'expected the path of a private RSA key as PEM' });
    return z.NEVER;
  });
}

/** Keys as `domain:selector:path`. An error names the entry that is wrong, and what is wrong with it. */
function furtherKeys() {
  return z.string().transform((text, context): DkimKey[] => {
    const keys = text.split(',').map((entry) => furtherKey(entry.trim()));
    const wrong = keys.find((key) => typeof key === 'string');
    const good = keys.filter((key) => typeof key !== 'string');
    const isTwice = new Set(good.map(({ domain, selector }) => `${selector}.${domain}`)).size < good.length;
    const message =
      wrong ??
      (isTwice ? 'names a selector of a domain twice' : undefined) ??
      (keys.length > MOST_FURTHER_KEYS ? `has more than ${MOST_FURTHER_KEYS} keys` : undefined);
    if (message === undefined) return good;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
}

/** The key of an entry, or a sentence that says what is wrong with the entry. */
function furtherKey(entry: string): DkimKey | string {
  // A path may hold colons.
  const [domain = '', selector = '', ...path] = entry.split(':');
  if (normalAddress(`postmaster@${domain}`) === undefined || !SELECTOR.test(selector) || path.length === 0)
    return `expected domain:selector:path, such as example.org:s1:/keys/s1.pem, in place of "${entry}"`;
  const privateKey = rsaKey(path.join(':'));
  return privateKey === undefined
    ? `expected the path of a private RSA key as PEM in "${entry}"`
    : { domain: domain.toLowerCase(), selector, privateKey };
}

function rsaKey(path: string): string | undefined {
  try {
    const pem = readFileSync(path, 'utf8');
    return createPrivateKey(pem).asymmetricKeyType === 'rsa' ? pem : undefined;
  } catch {
    // No such file, or no key.
    return undefined;
  }
}

/** The keys that sign each mail: that of the sender's domain first, if there is one. */
export function dkimKeysOf(
  config: Pick<MailerConfig, 'DKIM_KEY_FILE' | 'DKIM_SELECTOR' | 'DKIM_FURTHER_KEYS' | 'MAIL_FROM'>,
): DkimKey[] {
  const { DKIM_KEY_FILE: privateKey, DKIM_SELECTOR: selector, DKIM_FURTHER_KEYS: further = [] } = config;
  const domain = domainOf(config.MAIL_FROM);
  return privateKey === undefined ? further : [{ domain, selector, privateKey }, ...further];
}

/** The mailer's configuration. */
export type MailerConfig = z.output<typeof mailerConfigSchema>;
