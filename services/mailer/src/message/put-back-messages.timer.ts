import { Injectable } from '@nestjs/common';
import { queues } from '@paperboy/contracts';
import { Jobs } from '@paperboy/messaging';
import { Clock, Log } from '@paperboy/platform';
import { PutBackTimer } from '../ledger/put-back.timer.js';
import { MessageStore } from './message.store.js';

const AT_ONCE = 200;

/** Adds the jobs of single messages that are due to their queue. */
@Injectable()
export class PutBackMessagesTimer extends PutBackTimer {
  constructor(
    private readonly messages: MessageStore,
    private readonly jobs: Jobs,
    clock: Clock,
    log: Log,
  ) {
    super(clock, log);
  }

  protected async putBack(now: Date): Promise<void> {
    await this.expire(this.messages.ledger, now);
    for (const messageId of await this.messages.due(now, AT_ONCE))
      await this.jobs.add(queues.sendMessage, { messageId });
  }
}
