import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { MailTest } from '@paperboy/contracts';
import { Clock, CONFIG } from '@paperboy/platform';
import type { Outcome } from '../ledger/outcome.js';
import type { Letter } from '../letter/letter.composer.js';
import type { MailerConfig } from '../mailer.config.js';
import { Postbox } from '../relay/postbox.transport.js';
import { mailTestHtml, mailTestSubject, mailTestText } from './mail-test.template.js';
import { singleLetter } from './single-letter.js';

/**
 * Hands one test mail to the relay at once, even while sending pauses. It has no row in the ledger: an operator waits
 * for the answer, and nothing is repeated.
 */
@Injectable()
export class MailTester {
  constructor(
    @Inject(CONFIG) private readonly config: MailerConfig,
    private readonly postbox: Postbox,
    private readonly clock: Clock,
  ) {}

  /** Sends the test mail and returns the relay's answer. A refusal is a result here, not an error. */
  async send(address: string): Promise<MailTest> {
    const letter = await this.letter(address);
    const outcome = await this.postbox.lend(async (line): Promise<Outcome> => {
      const connected = await line();
      return 'away' in connected ? { kind: 'away', reason: connected.away } : connected.send(letter);
    });
    const { kind, ...said } = outcome;
    return {
      outcome: kind,
      ...('code' in said ? { code: said.code } : {}),
      ...('answer' in said && said.answer ? { answer: said.answer } : {}),
      ...('reason' in said ? { reason: said.reason } : {}),
      relay: new URL(this.config.SMTP_URL).host,
      from: this.config.MAIL_FROM,
      messageId: letter.messageId,
    };
  }

  private letter(to: string): Promise<Letter> {
    const { PUBLICATION_NAME: publication, MAIL_FROM: returnPath, PUBLIC_URL: url } = this.config;
    const date = this.clock.now();
    const content = { publication, url, at: date };
    const written = {
      to,
      subject: mailTestSubject(content),
      html: mailTestHtml(content),
      text: mailTestText(content),
    };
    return singleLetter(this.config, written, { id: `test.${randomUUID()}`, returnPath, date });
  }
}
