import { randomUUID } from 'node:crypto';
import { cleanLine, cleanText, normalAddress } from '@paperboy/contracts';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Letter } from '../letter/letter.composer.js';
import type { MailerConfig } from '../mailer.config.js';
import { senderDomain } from '../message/single-letter.js';
import type { IncomingMail } from './incoming-mail.js';

const LONGEST_SUBJECT = 200;
const LONGEST_TEXT = 20_000;

/**
 * Composes the mail that passes a reader's letter on to the operator: with its words as text, and the letter attached.
 */
export async function passedOn(
  { MAIL_FROM, PUBLICATION_NAME }: Pick<MailerConfig, 'MAIL_FROM' | 'PUBLICATION_NAME'>,
  { to, date }: { to: string; date: Date },
  mail: IncomingMail,
  original: Buffer,
): Promise<Letter> {
  const writer = mail.answersTo === undefined ? undefined : normalAddress(mail.answersTo);
  const subject = cleanLine(mail.subject).slice(0, LONGEST_SUBJECT) || '(no subject)';
  const messageId = `<answer.${randomUUID()}@${senderDomain({ MAIL_FROM })}>`;
  const composer = new MailComposer({
    from: { name: PUBLICATION_NAME, address: MAIL_FROM },
    to,
    ...(writer === undefined ? {} : { replyTo: writer }),
    subject: `A reader answers: ${subject}`,
    date,
    messageId,
    text: `${cleanText(mail.text).slice(0, LONGEST_TEXT)}\n\n-- \nThe whole letter is attached. ${
      writer === undefined
        ? 'It names no address to answer to.'
        : 'An answer to this mail goes to its writer.'
    }\n`,
    // Marked as automatic, so that no program answers it automatically.
    headers: { 'Auto-Submitted': 'auto-generated' },
    attachments: [{ filename: 'letter.eml', contentType: 'message/rfc822', content: original }],
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { returnPath: MAIL_FROM, to, messageId, bytes: await composer.compile().build() };
}
