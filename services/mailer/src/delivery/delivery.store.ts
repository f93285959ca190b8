import { Inject, Injectable } from '@nestjs/common';
import { MONGO } from '@paperboy/platform';
import type { Connection } from 'mongoose';
import type { LedgerRow, LedgerState } from '../ledger/ledger.js';
import { type LedgerCounts, LedgerStore } from '../ledger/ledger.store.js';
import { type Delivery, deliveryId, deliveryOf, type Plan } from './delivery.js';

/** States of a digest that its reader has or may get yet. */
const LIVE: readonly LedgerState[] = ['claimed', 'handed-off', 'accepted', 'uncertain'];

/** Rows of a subscription whose id comes after another: of one cadence, so they are in the order of their periods. */
function behind(id: string, subscriptionId: string, states: readonly LedgerState[]) {
  return { _id: { $gt: id, $lt: `${subscriptionId}.~` }, state: { $in: states } };
}

function isSkippedLate({ state, reason }: Pick<Delivery, 'state' | 'reason'>): boolean {
  return state === 'skipped' && reason === 'late';
}

/** The deliveries in MongoDB. */
@Injectable()
export class DeliveryStore {
  readonly ledger: LedgerStore;

  constructor(@Inject(MONGO) private readonly mongo: Connection) {
    this.ledger = new LedgerStore(mongo.collection<LedgerRow>('deliveries'));
  }

  /** Writes down what is planned. What is there already stays as it is, whatever its state. */
  async plan(plans: readonly Plan[], now: Date): Promise<{ planned: number; alreadyPlanned: number }> {
    if (plans.length === 0) return { planned: 0, alreadyPlanned: 0 };
    const late = plans.filter((plan) => plan.late);
    // What was skipped as late was never handed over; an operator brings it back.
    if (late.length > 0)
      await this.rows.deleteMany({
        _id: { $in: late.map((plan) => deliveryId(plan.subscriptionId, plan.editionId)) },
        state: 'skipped',
        reason: 'late',
      });
    const result = await this.rows.bulkWrite(
      plans.map((plan) => {
        const { _id, ...row } = deliveryOf(plan, now);
        return { updateOne: { filter: { _id }, update: { $setOnInsert: row }, upsert: true } };
      }),
      { ordered: false },
    );
    return { planned: result.upsertedCount, alreadyPlanned: plans.length - result.upsertedCount };
  }

  /**
   * Which of the subscriptions have a row for an edition; without those that were skipped as late when `revive` says
   * that late ones shall go out: such a row makes room for another.
   */
  async planned(
    editionId: string,
    subscriptionIds: readonly string[],
    revive: boolean,
  ): Promise<Set<string>> {
    const ids = subscriptionIds.map((id) => deliveryId(id, editionId));
    const rows = await this.rows
      .find({ _id: { $in: ids } }, { projection: { subscriptionId: 1, state: 1, reason: 1 } })
      .toArray();
    const there = rows.filter((row) => !(revive && isSkippedLate(row)));
    return new Set(there.map(({ subscriptionId }) => subscriptionId));
  }

  /** The newest digest of each subscription that was sent or is about to be. */
  async last(subscriptionIds: readonly string[]): Promise<Map<string, Delivery>> {
    const found = await Promise.all(
      subscriptionIds.map((id) => this.rows.findOne(behind(`${id}.`, id, LIVE), { sort: { _id: -1 } })),
    );
    return new Map(found.flatMap((row) => (row ? [[row.subscriptionId, row]] : [])));
  }

  /** Whether a newer edition than this delivery's has gone to its reader. */
  async newerWent({ _id, subscriptionId }: Delivery): Promise<boolean> {
    const filter = behind(_id, subscriptionId, ['handed-off', 'accepted', 'uncertain']);
    return (await this.rows.findOne(filter, { projection: { _id: 1 } })) !== null;
  }

  /** Deliveries of an edition that may be sent now, those that wait longest first. */
  async due(editionId: string, now: Date, limit: number): Promise<Delivery[]> {
    return this.rows
      .find({ editionId, state: 'claimed', nextAttemptAt: { $lte: now } })
      .sort({ nextAttemptAt: 1 })
      .limit(limit)
      .toArray();
  }

  /** The editions that have deliveries to be sent now. */
  async editionsDue(now: Date): Promise<string[]> {
    return this.rows.distinct('editionId', { state: 'claimed', nextAttemptAt: { $lte: now } });
  }

  /** How the deliveries of an edition stand. */
  async counts(editionId: string): Promise<LedgerCounts> {
    return this.ledger.counts({ editionId });
  }

  /** Notes what an edition's digests are called, for those who look for them in a mailbox. */
  async noteSubject(editionId: string, subject: string): Promise<void> {
    await this.digests.updateOne({ _id: editionId }, { $set: { subject } }, { upsert: true });
  }

  /** The subject of an edition's digests; undefined before the first was composed. */
  async subject(editionId: string): Promise<string | undefined> {
    return (await this.digests.findOne({ _id: editionId }))?.subject;
  }

  /** Forgets the deliveries of sample subscribers. */
  async removeSample(): Promise<void> {
    await this.rows.deleteMany({ sample: true });
  }

  private get digests() {
    return this.mongo.collection<{ _id: string; subject: string }>('digests');
  }

  private get rows() {
    return this.mongo.collection<Delivery>('deliveries');
  }
}
