import { Injectable } from '@nestjs/common';
import { Clock, Log } from '@paperboy/platform';
import { PutBackTimer } from '../ledger/put-back.timer.js';
import { MessageStore } from '../message/message.store.js';
import { disabledNotice } from './webhook.js';
import { WebhookStore } from './webhook.store.js';

const AT_ONCE = 100;

/**
 * Plans the mails to owners of webhooks that were disabled. A webhook stays due until its mail is in the ledger, and
 * planning it twice finds the row, so a kill at any moment neither loses nor doubles the mail.
 */
@Injectable()
export class TellOwnersTimer extends PutBackTimer {
  constructor(
    private readonly webhooks: WebhookStore,
    private readonly messages: MessageStore,
    clock: Clock,
    log: Log,
  ) {
    super(clock, log);
  }

  protected async putBack(now: Date): Promise<void> {
    for (const webhook of await this.webhooks.toNotify(now, AT_ONCE)) {
      await this.messages.add(disabledNotice(webhook, now));
      await this.webhooks.notified(webhook);
    }
  }
}
