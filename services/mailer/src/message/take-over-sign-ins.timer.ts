import { Injectable } from '@nestjs/common';
import { queues, signIn } from '@paperboy/contracts';
import { crashPoint, Jobs } from '@paperboy/messaging';
import { Clock, Log, ServiceClients } from '@paperboy/platform';
import { PutBackTimer } from '../ledger/put-back.timer.js';
import { SIGN_IN_KEPT_MS } from './message.js';
import { MessageStore } from './message.store.js';

const AT_ONCE = 100;

/**
 * Takes over the sign-in requests of the catalog: each gets a row in the ledger, with the id of the request. The
 * catalog lists a request until its letter was made, so no request is lost. A request that is listed again finds its
 * row.
 */
@Injectable()
export class TakeOverSignInsTimer extends PutBackTimer {
  constructor(
    private readonly clients: ServiceClients,
    private readonly messages: MessageStore,
    private readonly jobs: Jobs,
    clock: Clock,
    log: Log,
  ) {
    super(clock, log);
  }

  protected async putBack(now: Date): Promise<void> {
    const { ids } = await this.clients.ask(signIn.due, { query: { limit: AT_ONCE } });
    for (const id of ids) {
      const isNew = await this.messages.add({
        _id: id,
        kind: 'sign-in',
        expiresAt: new Date(now.getTime() + SIGN_IN_KEPT_MS),
        state: 'claimed',
        dueAt: now,
        attempts: 0,
        nextAttemptAt: now,
      });
      if (!isNew) continue;
      crashPoint('sign-in.taken-over');
      await this.jobs.add(queues.sendMessage, { messageId: id });
    }
  }
}
