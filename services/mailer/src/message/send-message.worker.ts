import { Injectable } from '@nestjs/common';
import { queues } from '@paperboy/contracts';
import { HandleJob, type ReceivedJob } from '@paperboy/messaging';
import { Log, retriability } from '@paperboy/platform';
import { type Decision, HandoverSender } from '../relay/handover.sender.js';
import { AddressIds } from '../subscriber/address.js';
import { MessageComposer } from './message.composer.js';
import type { Message } from './message.js';
import { MessageStore } from './message.store.js';

/** Sends single messages. */
@Injectable()
export class SendMessageWorker {
  constructor(
    private readonly messages: MessageStore,
    private readonly composer: MessageComposer,
    private readonly sender: HandoverSender,
    private readonly addressIds: AddressIds,
    private readonly log: Log,
  ) {}

  @HandleJob(queues.sendMessage)
  async handleSendMessage({ data: { messageId } }: ReceivedJob<{ messageId: string }>): Promise<void> {
    // While sending pauses the timer adds this job each second, so it must be cheap.
    if (!this.sender.mayTry()) return;
    try {
      const message = await this.messages.find(messageId);
      if (message?.state !== 'claimed') return;
      await this.sender.handOver(this.messages.ledger, message, () => this.decide(message));
    } catch (error) {
      if (retriability(error) !== 'retriable') throw error;
      // The message stays due in MongoDB, and the timer adds the job again sooner than the queue's back-off would.
      this.log.warn(
        { messageId, err: error },
        'Sending stopped, since a part that it needs cannot be reached. It goes on when that part can be reached.',
      );
    }
  }

  /** The decision on a message. Its reader is recorded first, since a mail that comes back names only the message. */
  private async decide(message: Message): Promise<Decision> {
    const decision = await this.composer.compose(message);
    if (typeof decision === 'object' && 'letter' in decision && message.subscriberId === undefined)
      await this.messages.noteReader(message._id, this.addressIds.subscriber(decision.letter.to));
    return decision;
  }
}
