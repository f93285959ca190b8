import { Injectable } from '@nestjs/common';
import { queues } from '@paperboy/contracts';
import { HandleJob, type ReceivedJob } from '@paperboy/messaging';
import { Clock, Log, retriability } from '@paperboy/platform';
import { DigestComposer, type DigestsOfEdition, type WriteDigest } from '../digest/digest.composer.js';
import type { Delivery } from '../ledger/delivery.js';
import { DeliveryStore } from '../ledger/delivery.store.js';
import { type Decision, HandoverSender } from '../relay/handover.sender.js';
import { isPaused, reasonNotToSend } from '../subscription/subscription.js';
import { SubscriptionStore } from '../subscription/subscription.store.js';
import { type MayGoOn, RunControl } from './run-control.service.js';
import { RunFiguresTimer } from './run-figures.timer.js';

const PAGE = 100;
/** The time until the next attempt of a delivery of which no mail can be made. */
const UNWRITABLE_MS = 30 * 60_000;

/** What sending a batch works with. */
interface BatchParts {
  mayGoOn: MayGoOn;
  digests: DigestsOfEdition;
}

/**
 * Sends the claimed deliveries of one batch, a few at a time, until none is due, the run is stopped, or the relay is
 * away. Two workers may have the same batch when one of them was taken for dead: they take different rows of it.
 */
@Injectable()
export class SendDigestsWorker {
  constructor(
    private readonly deliveries: DeliveryStore,
    private readonly subscriptions: SubscriptionStore,
    private readonly composer: DigestComposer,
    private readonly runs: RunControl,
    private readonly figures: RunFiguresTimer,
    private readonly sender: HandoverSender,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  @HandleJob(queues.sendDigests)
  async handleSendDigests({ data }: ReceivedJob<{ editionId: string; batch: string }>): Promise<void> {
    try {
      await this.send(data.editionId, data.batch);
    } catch (error) {
      if (retriability(error) !== 'retriable') throw error;
      // What is due stays due in MongoDB, and the timer puts the job back sooner than the queue's back-off would.
      this.log.warn({ ...data, err: error }, 'Sending goes on when what it needs is there again.');
    }
  }

  private async send(editionId: string, batch: string): Promise<void> {
    this.figures.note(editionId);
    const mayGoOn = this.runs.watch(editionId);
    let parts: BatchParts | undefined;
    for (;;) {
      // While sending pauses the timer comes back each second, which shall cost nothing.
      if (!this.sender.mayTry() || !(await mayGoOn())) return;
      const page = await this.deliveries.due(editionId, batch, this.clock.now(), PAGE);
      if (page.length === 0) return;
      // Composed anew in each job, since a sample edition may be made anew under its name.
      parts ??= { mayGoOn, digests: this.composer.ofEdition(editionId) };
      if (await this.sendPage(page, parts)) return;
    }
  }

  /** True when the relay is away, sending pauses, or the run is stopped. */
  private async sendPage(page: readonly Delivery[], parts: BatchParts): Promise<boolean> {
    await this.composeFor(page, parts);
    const rows = page.values();
    let stopped = false;
    const lane = async (): Promise<void> => {
      // All lanes draw from the same rows.
      for (const delivery of rows) {
        const decide = () => this.decide(delivery, parts);
        const handled = await this.sender.handOver(this.deliveries.ledger, delivery, decide);
        if (handled === 'away' || handled === 'held') stopped = true;
        if (stopped) return;
      }
    };
    const lanes = await Promise.allSettled(Array.from({ length: this.sender.atOnce }, lane));
    const broken = lanes.find((result) => result.status === 'rejected');
    if (broken) throw broken.reason;
    return stopped;
  }

  /** Composes before a connection is taken, so that the last look at a subscription is right before the hand-over. */
  private async composeFor(page: readonly Delivery[], { digests }: BatchParts): Promise<void> {
    const ids = page.map(({ subscriptionId }) => subscriptionId);
    for (const choices of await this.subscriptions.choices(ids)) await digests(choices);
  }

  private async decide(delivery: Delivery, { mayGoOn, digests }: BatchParts): Promise<Decision> {
    const [goesOn, recipient, newerWent] = await Promise.all([
      mayGoOn(),
      this.subscriptions.recipient(delivery.subscriptionId),
      !delivery.late && !delivery.sample && this.deliveries.newerWent(delivery),
    ]);
    if (!goesOn) return 'held';
    const reason = reasonNotToSend(recipient);
    if (reason !== undefined || !recipient?.subscriber) return { suppressed: reason ?? 'no-subscriber' };
    if (delivery.localDate && isPaused(recipient.subscription, delivery.localDate))
      return { skipped: 'paused' };
    if (newerWent) return { skipped: 'newer-went-first' };
    const write = await digests(recipient.subscription.choices);
    if (!write) return { skipped: 'nothing-new' };
    return this.written(delivery, write, recipient.subscriber.address);
  }

  /** A delivery of which no mail can be made must not stop those behind it. */
  private written(delivery: Delivery, write: WriteDigest, address: string): Decision {
    const { _id: deliveryId, subscriptionId } = delivery;
    try {
      return { letter: write({ deliveryId, subscriptionId, address }) };
    } catch (error) {
      this.log.error({ row: deliveryId, err: error }, 'No mail could be made of a delivery.');
      return { notBefore: new Date(this.clock.now().getTime() + UNWRITABLE_MS) };
    }
  }
}
