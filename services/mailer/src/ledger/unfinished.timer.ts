import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { queues } from '@paperboy/contracts';
import { Jobs } from '@paperboy/messaging';
import { Clock, Log } from '@paperboy/platform';
import { DeliveryStore } from '../delivery/delivery.store.js';
import { MessageStore } from '../message/message.store.js';

const EVERY_MS = 1_000;
const MESSAGES = 200;

/**
 * Puts into the queues whatever MongoDB says is due, again and again, since jobs are only hints; and finds the rows whose
 * sender died. Every replica does so: a job that is there already stays one.
 */
@Injectable()
export class UnfinishedTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private well = true;

  constructor(
    private readonly deliveries: DeliveryStore,
    private readonly messages: MessageStore,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running ??= this.tick().finally(() => {
        this.running = undefined;
      });
    }, EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async tick(): Promise<void> {
    try {
      await this.putBack();
      if (!this.well) this.log.info('Deliveries go on.');
      this.well = true;
    } catch (error) {
      // Said once, not every second; the next round tries again.
      if (this.well) this.log.warn({ err: error }, 'Deliveries wait until MongoDB and Redis are there.');
      this.well = false;
    }
  }

  private async putBack(): Promise<void> {
    const now = this.clock.now();
    const uncertain = (await this.deliveries.ledger.expire(now)) + (await this.messages.ledger.expire(now));
    if (uncertain > 0) {
      this.log.warn(
        { uncertain },
        'Mails were on their way when their sender died; nobody knows if they came.',
      );
    }
    for (const messageId of await this.messages.due(now, MESSAGES))
      await this.jobs.add(queues.sendMessage, { messageId });
    for (const editionId of await this.deliveries.editionsDue(now))
      await this.jobs.add(queues.sendDigests, { editionId });
  }
}
