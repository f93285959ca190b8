import { Injectable } from '@nestjs/common';
import { queues } from '@paperboy/contracts';
import { HandleJob, type ReceivedJob } from '@paperboy/messaging';
import { Clock, Log, Problem, retriability } from '@paperboy/platform';
import { type ComposedDigest, DigestComposer, type DigestsOfEdition } from '../digest/digest.composer.js';
import { NEW_PAPERS_AWAY } from '../digest/edition-content.reader.js';
import { BATCH_ROWS, type Delivery } from '../ledger/delivery.js';
import { DeliveryStore } from '../ledger/delivery.store.js';
import { type Decision, HandoverSender } from '../relay/handover.sender.js';
import { isPaused, type Recipient, reasonNotToSend } from '../subscription/subscription.js';
import { SubscriptionStore } from '../subscription/subscription.store.js';
import { FactsAhead } from './facts-ahead.js';
import { type MayGoOn, RunControl } from './run-control.service.js';
import { RunFiguresTimer } from './run-figures.timer.js';

/** The wait before the next attempt when no mail can be made of a delivery. */
const UNWRITABLE_MS = 30 * 60_000;
/** The wait of digests with keywords or authors while the catalog can't be asked. */
const SEARCH_AWAY_MS = 10_000;

/** The facts that decide whether a delivery is sent. They are read for a few deliveries together. */
interface Facts {
  recipient: Recipient | undefined;
  newerWent: boolean;
}

/** The parts that sending a batch needs. */
interface BatchParts {
  mayGoOn: MayGoOn;
  digests: DigestsOfEdition;
}

/**
 * Sends the claimed deliveries of one batch, a few at a time, until none is due, the run is stopped, or the relay is
 * not reachable. Two workers may have the same batch when one of them was wrongly taken for dead. Then each row is
 * still sent by only one of them.
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
      // The deliveries stay due in MongoDB, and the timer adds the job again sooner than the queue's back-off would.
      this.log.warn(
        { ...data, err: error },
        'Sending stopped, since a part that it needs cannot be reached. It goes on when that part can be reached.',
      );
    }
  }

  private async send(editionId: string, batch: string): Promise<void> {
    this.figures.note(editionId);
    const mayGoOn = this.runs.watch(editionId);
    let parts: BatchParts | undefined;
    for (;;) {
      // While sending pauses the timer adds this job each second, so it must be cheap.
      if (!this.sender.mayTry() || !(await mayGoOn())) return;
      const page = await this.deliveries.due(editionId, batch, this.clock.now(), BATCH_ROWS);
      if (page.length === 0) return;
      // Composed again in each job, since a sample edition may be created again with the same id.
      parts ??= { mayGoOn, digests: this.composer.ofEdition(editionId) };
      if (await this.sendPage(page, parts)) return;
    }
  }

  /** Sends some deliveries. True when the relay is not reachable, sending pauses, or the run is stopped. */
  private async sendPage(page: readonly Delivery[], parts: BatchParts): Promise<boolean> {
    await this.composeFor(page, parts);
    const facts = new FactsAhead(page, (some) => this.factsOf(some));
    const rows = page.values();
    let stopped = false;
    const lane = async (): Promise<void> => {
      // All lanes share one iterator over the rows.
      for (const delivery of rows) {
        const decide = () => this.decide(delivery, facts, parts);
        const handled = await this.sender.handOver(this.deliveries.ledger, delivery, decide);
        if (handled === 'away' || handled === 'held') stopped = true;
        if (stopped) return;
      }
    };
    // While the outcome of one mail is written, the connection already takes the next.
    const lanes = await Promise.allSettled(Array.from({ length: 2 * this.sender.atOnce }, lane));
    const broken = lanes.find((result) => result.status === 'rejected');
    if (broken) throw broken.reason;
    return stopped;
  }

  /**
   * Composes the digests before a connection is taken, so that `decide` takes little time right before the hand-over.
   */
  private async composeFor(page: readonly Delivery[], { digests }: BatchParts): Promise<void> {
    const ids = page.map(({ subscriptionId }) => subscriptionId);
    const choices = await this.subscriptions.choices(ids);
    await unlessSearchAway(() => digests.prepare(choices));
    for (const each of choices) await unlessSearchAway(() => digests.of(each));
  }

  /** Reads the facts of some deliveries of one edition. */
  private async factsOf(some: readonly Delivery[]): Promise<Map<string, Facts>> {
    const [editionId = ''] = some.map((delivery) => delivery.editionId);
    const ids = some.map(({ subscriptionId }) => subscriptionId);
    // A delivery by an operator's order and one of the sample may go after a newer one.
    const ordinary = some.filter(({ late, sample }) => !late && !sample);
    const [recipients, newerWent] = await Promise.all([
      this.subscriptions.recipients(ids),
      this.deliveries.newerWent(
        editionId,
        ordinary.map(({ subscriptionId }) => subscriptionId),
      ),
    ]);
    return new Map(
      some.map(({ _id, subscriptionId }) => [
        _id,
        { recipient: recipients.get(subscriptionId), newerWent: newerWent.has(subscriptionId) },
      ]),
    );
  }

  private async decide(
    delivery: Delivery,
    facts: FactsAhead<Delivery, Facts>,
    { mayGoOn, digests }: BatchParts,
  ): Promise<Decision> {
    const [goesOn, { recipient, newerWent }] = await Promise.all([mayGoOn(), facts.of(delivery)]);
    if (!goesOn) return 'held';
    const reason = reasonNotToSend(recipient);
    if (reason !== undefined || !recipient?.subscriber) return { suppressed: reason ?? 'no-subscriber' };
    if (delivery.localDate && isPaused(recipient.subscription, delivery.localDate))
      return { skipped: 'paused' };
    if (newerWent) return { skipped: 'newer-went-first' };
    const digest = await unlessSearchAway(() => digests.of(recipient.subscription.choices));
    // Only digests with keywords or authors wait for the catalog. The others are sent.
    if (digest === 'search-away') return { notBefore: new Date(this.clock.now().getTime() + SEARCH_AWAY_MS) };
    if (!digest) return { skipped: 'nothing-new' };
    return this.written(delivery, digest, recipient.subscriber.address);
  }

  /** The letter of a delivery. If none can be made, the delivery waits and does not stop those after it. */
  private written(delivery: Delivery, digest: ComposedDigest, address: string): Decision {
    const { _id: deliveryId, subscriptionId } = delivery;
    try {
      return { letter: digest.write({ deliveryId, subscriptionId, address }), recordId: digest.recordId };
    } catch (error) {
      this.log.error({ row: deliveryId, err: error }, 'The mail of a delivery could not be composed.');
      return { notBefore: new Date(this.clock.now().getTime() + UNWRITABLE_MS) };
    }
  }
}

/** The result of `ask`, or `search-away` when the catalog can't be asked for new papers. */
async function unlessSearchAway<Result>(ask: () => Promise<Result>): Promise<Result | 'search-away'> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Problem && error.code === NEW_PAPERS_AWAY) return 'search-away';
    throw error;
  }
}
