import { Inject, Injectable } from '@nestjs/common';
import { queues } from '@paperboy/contracts';
import { HandleJob, type ReceivedJob } from '@paperboy/messaging';
import { Clock, CONFIG, Log, retriability } from '@paperboy/platform';
import { HandoverSender } from '../ledger/handover.sender.js';
import type { MailerConfig } from '../mailer.config.js';
import { type Letter, LetterMaster } from '../smtp/letter.transport.js';
import { Tokens } from '../subscription/tokens.js';
import { confirmationHtml, confirmationSubject, confirmationText } from './confirmation.template.js';
import type { Message } from './message.js';
import { MessageStore } from './message.store.js';

/** Sends single messages. */
@Injectable()
export class SendMessageWorker {
  constructor(
    @Inject(CONFIG) private readonly config: MailerConfig,
    private readonly messages: MessageStore,
    private readonly tokens: Tokens,
    private readonly sender: HandoverSender,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  @HandleJob(queues.sendMessage)
  async handleSendMessage({ data: { messageId } }: ReceivedJob<{ messageId: string }>): Promise<void> {
    // While sending pauses the timer comes back each second, which shall cost nothing.
    if (!this.sender.mayTry()) return;
    try {
      const message = await this.messages.find(messageId);
      if (message?.state !== 'claimed') return;
      await this.sender.handOver(this.messages.ledger, message, async () => ({
        letter: await this.confirmation(message),
      }));
    } catch (error) {
      if (retriability(error) !== 'retriable') throw error;
      // It stays due in MongoDB, and the timer puts the job back sooner than the queue's back-off would.
      this.log.warn({ messageId, err: error }, 'Sending goes on when what it needs is there again.');
    }
  }

  private async confirmation(message: Message): Promise<Letter> {
    const { PUBLICATION_NAME: name, PUBLIC_URL: url, MAIL_FROM: from } = this.config;
    const token = this.tokens.issue('confirm', message._id);
    const content = {
      publication: name,
      confirmUrl: `${url}/confirm/${token}`,
      hour: message.wish.hour,
      timeZone: message.wish.timeZone,
    };
    const master = await LetterMaster.compose({
      from: { name, address: from },
      subject: confirmationSubject(content),
      html: confirmationHtml(content),
      text: confirmationText(content),
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    const domain = from.slice(from.lastIndexOf('@') + 1);
    return master.addressed({
      returnPath: `bounce+${this.tokens.issueForAddress(message._id)}.message@${domain}`,
      to: message.address,
      messageId: `<confirmation.${message._id}@${domain}>`,
      date: this.clock.now(),
      token,
      headers: {},
    });
  }
}
