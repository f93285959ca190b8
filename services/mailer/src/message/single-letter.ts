import { type Letter, type Sender, SharedLetter } from '../letter/letter.composer.js';
import type { MailerConfig } from '../mailer.config.js';

/** The parts of a single mail, as its templates return them. */
export interface WrittenLetter {
  to: string;
  subject: string;
  html: string;
  text: string;
  /** Header lines in addition to those of every mail. They are not folded. */
  headers?: Record<string, string>;
}

/** The domain of the sender's address, which is also the domain of Message-IDs. */
export function senderDomain({ MAIL_FROM: from }: Pick<MailerConfig, 'MAIL_FROM'>): string {
  return from.slice(from.lastIndexOf('@') + 1);
}

/** Composes the letter of a single mail. `id` is the part of its Message-ID before the domain. */
export async function singleLetter(
  config: Sender,
  { to, headers = {}, ...content }: WrittenLetter,
  { id, returnPath, date }: { id: string; returnPath: string; date: Date },
): Promise<Letter> {
  const shared = await SharedLetter.compose(config, {
    ...content,
    headers: { 'Auto-Submitted': 'auto-generated' },
  });
  const messageId = `<${id}@${senderDomain(config)}>`;
  return shared.addressed({ returnPath, to, messageId, date, tokens: {}, headers });
}
