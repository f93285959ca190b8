import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIG, Log } from '@paperboy/platform';
import type { Outcome } from '../ledger/outcome.js';
import type { MailerConfig } from '../mailer.config.js';
import { Postbox } from '../relay/postbox.transport.js';
import { SubscriptionDesk } from '../subscription/subscription-desk.service.js';
import type { IncomingMail } from './incoming-mail.js';
import { asksToLeave } from './meaning.js';
import { passedOn } from './passed-on.composer.js';

/**
 * What became of a letter. The server that sent it gets `later` as 451 and keeps the letter, or `refused` as 554 and
 * sends it back.
 */
export type LetterTaken = 'taken' | 'later' | 'refused';

/**
 * Handles the letters of readers: one that unsubscribes takes effect at once, every other is passed on to the operator.
 */
@Injectable()
export class ReaderLetters {
  constructor(
    @Inject(CONFIG) private readonly config: MailerConfig,
    private readonly desk: SubscriptionDesk,
    private readonly postbox: Postbox,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Handles one letter. With a subscription's id the letter may end that subscription. */
  async take(mail: IncomingMail, original: Buffer, subscriptionId?: string): Promise<LetterTaken> {
    if (subscriptionId !== undefined && asksToLeave(mail)) {
      await this.desk.leave(subscriptionId);
      return 'taken';
    }
    return this.passOn(mail, original);
  }

  /** Passes a letter on to the operator. It counts as `taken` only when the relay has accepted it. */
  async passOn(mail: IncomingMail, original: Buffer): Promise<LetterTaken> {
    const to = this.config.MAIL_REPLY_TO ?? this.config.MAIL_FROM;
    const letter = await passedOn(this.config, { to, date: this.clock.now() }, mail, original);
    const outcome = await this.postbox.lend(async (line): Promise<Outcome> => {
      const connected = await line();
      return 'away' in connected ? { kind: 'away', reason: connected.away } : connected.send(letter);
    });
    if (outcome.kind !== 'accepted')
      this.log.warn({ outcome }, 'The mail of a reader could not be passed on to the operator.');
    if (outcome.kind === 'accepted') return 'taken';
    return outcome.kind === 'refused' && outcome.when === 'never' ? 'refused' : 'later';
  }
}
