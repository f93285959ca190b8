import { normalAddress, wholeNumber } from '@paperboy/contracts';
import { publicationSchema, serviceConfigSchema } from '@paperboy/platform';
import { z } from 'zod';

const smtpUrl = 'expected an address such as smtp://127.0.0.1:1025 or smtps://name:password@mail.example.org';

/** The environment of the mailer: the one place that reads it. */
export const mailerConfigSchema = serviceConfigSchema.extend({
  ...publicationSchema,
  /** The relay that takes our mail. */
  SMTP_URL: z
    .string()
    .refine((value) => URL.canParse(value) && /^smtps?:$/.test(new URL(value).protocol), smtpUrl)
    .default('smtp://127.0.0.1:1025'),
  /** Connections to the relay of one replica: as many messages may be on their way at once. */
  SMTP_CONNECTIONS: wholeNumber(1, 50).default(5),
  /** After so many mails in a row that were lost on the way or refused for a reason other than the address sending pauses. */
  SMTP_PAUSE_AFTER: wholeNumber(1, 100).default(3),
  /** Confirmations to addresses of one domain in a day, unless it is a provider of the public; 0 is no limit. */
  CONFIRMATIONS_PER_DOMAIN: wholeNumber(0, 1_000_000).default(200),
  /** The sender's address; bounces come to addresses at its domain. */
  MAIL_FROM: z
    .string()
    .refine(
      (value) => normalAddress(value) !== undefined,
      'expected a mail address such as digest@example.org',
    )
    .default('digest@paperboy.example'),
});

/** The mailer's configuration. */
export type MailerConfig = z.output<typeof mailerConfigSchema>;
