import { Injectable } from '@nestjs/common';
import { queues } from '@paperboy/contracts';
import { HandleJob, type ReceivedJob } from '@paperboy/messaging';
import { Clock, Log, retriability } from '@paperboy/platform';
import { DigestLetters, type WriteDigest } from '../digest/digest-letters.sender.js';
import { type Decision, HandoverSender } from '../ledger/handover.sender.js';
import { reasonNotToSend } from '../subscription/subscription.js';
import { SubscriptionStore } from '../subscription/subscription.store.js';
import type { Delivery } from './delivery.js';
import { DeliveryStore } from './delivery.store.js';

const PAGE = 100;

/** Sends the claimed deliveries of an edition, a few at a time, until none is due or the relay is away. */
@Injectable()
export class SendDigestsWorker {
  constructor(
    private readonly deliveries: DeliveryStore,
    private readonly subscriptions: SubscriptionStore,
    private readonly letters: DigestLetters,
    private readonly sender: HandoverSender,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  @HandleJob(queues.sendDigests)
  async handleSendDigests({ data: { editionId } }: ReceivedJob<{ editionId: string }>): Promise<void> {
    try {
      await this.send(editionId);
    } catch (error) {
      if (retriability(error) !== 'retriable') throw error;
      // What is due stays due in MongoDB, and the timer puts the job back sooner than the queue's back-off would.
      this.log.warn({ editionId, err: error }, 'Sending goes on when what it needs is there again.');
    }
  }

  private async send(editionId: string): Promise<void> {
    let write: Promise<WriteDigest | undefined> | undefined;
    for (;;) {
      // While sending pauses the timer comes back each second, which shall cost nothing.
      if (!this.sender.mayTry()) return;
      const page = await this.deliveries.due(editionId, this.clock.now(), PAGE);
      if (page.length === 0) return;
      // Composed anew in each job, since a sample edition may be made anew under its name.
      write ??= this.letters.compose(editionId);
      if (await this.sendPage(page, await write)) return;
    }
  }

  /** True when the relay is away or sending pauses. */
  private async sendPage(page: readonly Delivery[], write: WriteDigest | undefined): Promise<boolean> {
    const rows = page.values();
    let away = false;
    const lane = async (): Promise<void> => {
      // All lanes draw from the same rows.
      for (const delivery of rows) {
        const decide = () => this.decide(delivery, write);
        if ((await this.sender.handOver(this.deliveries.ledger, delivery, decide)) === 'away') away = true;
        if (away) return;
      }
    };
    const lanes = await Promise.allSettled(Array.from({ length: this.sender.atOnce }, lane));
    const broken = lanes.find((result) => result.status === 'rejected');
    if (broken) throw broken.reason;
    return away;
  }

  private async decide(delivery: Delivery, write: WriteDigest | undefined): Promise<Decision> {
    const [recipient, newerWent] = await Promise.all([
      this.subscriptions.recipient(delivery.subscriptionId),
      !delivery.late && !delivery.sample && this.deliveries.newerWent(delivery),
    ]);
    const reason = reasonNotToSend(recipient);
    if (reason !== undefined || !recipient?.subscriber) return { suppressed: reason ?? 'no-subscriber' };
    if (newerWent) return { skipped: 'newer-went-first' };
    return write ? { letter: write(delivery, recipient.subscriber.address) } : { skipped: 'nothing-new' };
  }
}
