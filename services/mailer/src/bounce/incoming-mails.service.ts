import { Injectable } from '@nestjs/common';
import { Log } from '@paperboy/platform';
import type { OwnAddress } from '../letter/own-addresses.js';
import { readMail, UNREADABLE } from './incoming-mail.js';
import { meaningOf } from './meaning.js';
import { type LetterTaken, ReaderLetters } from './reader-letters.service.js';
import { ReturnedMail } from './returned-mail.service.js';

/** Reads a mail to one of our own addresses, and passes it on as a report on a mail or as a reader's letter. */
@Injectable()
export class IncomingMails {
  constructor(
    private readonly returned: ReturnedMail,
    private readonly letters: ReaderLetters,
    private readonly log: Log,
  ) {}

  /** Handles one mail. `from` is the envelope's sender. Throws while the database is not reachable. */
  async take(to: OwnAddress, from: string, message: Buffer): Promise<LetterTaken> {
    const mail = await readMail(message);
    if (mail === undefined) {
      this.log.info({ kind: to.kind, bytes: message.length }, 'An incoming mail cannot be read.');
      // It may be the letter of a reader. Without a sender it is a report, which has no effect here.
      return to.kind === 'answer' && from !== '' ? this.letters.passOn(UNREADABLE, message) : 'taken';
    }
    const address = to.kind === 'answer' ? undefined : await this.returned.addressOf(to);
    const meaning = meaningOf(mail, { from, address });
    if (meaning.kind === 'letter')
      return this.letters.take(mail, message, to.kind === 'answer' ? to.subscriptionId : undefined);
    // A report to the address for answers names no mail, so it has no effect.
    if (meaning.kind === 'report' && to.kind !== 'answer') await this.returned.take(to, meaning);
    return 'taken';
  }
}
