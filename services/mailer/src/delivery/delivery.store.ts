import { Inject, Injectable } from '@nestjs/common';
import { MONGO } from '@paperboy/platform';
import type { Connection } from 'mongoose';
import type { LedgerRow } from '../ledger/ledger.js';
import { type LedgerCounts, LedgerStore } from '../ledger/ledger.store.js';
import { type Delivery, deliveryOf, type Plan } from './delivery.js';

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
    const result = await this.rows.bulkWrite(
      plans.map((plan) => {
        const { _id, ...row } = deliveryOf(plan, now);
        return { updateOne: { filter: { _id }, update: { $setOnInsert: row }, upsert: true } };
      }),
      { ordered: false },
    );
    return { planned: result.upsertedCount, alreadyPlanned: plans.length - result.upsertedCount };
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
