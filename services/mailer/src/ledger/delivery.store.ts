import { Inject, Injectable } from '@nestjs/common';
import { MONGO } from '@paperboy/platform';
import type { Connection } from 'mongoose';
import { countsOf, type LedgerCounts } from './counts.js';
import { type Delivery, deliveriesOf, deliveryId, type Plan } from './delivery.js';
import { DELIVERIES } from './delivery.schema.js';
import { type LedgerRow, type LedgerState, WENT } from './ledger.js';
import { LedgerStore } from './ledger.store.js';
import { asTelling, type Returned, type ReturnedAs } from './returned.js';

/** States in which the reader has the digest or may still get it. */
const LIVE: readonly LedgerState[] = ['claimed', 'handed-off', 'accepted', 'uncertain'];

/** The rows of a subscription and one cadence whose ids come after a given id. */
function behind(id: string, subscriptionId: string, cadence: string, states: readonly LedgerState[]) {
  return { _id: { $gt: id, $lt: `${subscriptionId}.${cadence}-~` }, state: { $in: states } };
}

/** All rows of a subscription. */
function ofSubscription(subscriptionId: string) {
  return { _id: { $gt: `${subscriptionId}.`, $lt: `${subscriptionId}.~` } };
}

function cadenceOf(editionId: string): string {
  return editionId.slice(0, editionId.indexOf('-'));
}

const SKIPPED_LATE = { state: 'skipped', reason: 'late' } as const;

function isSkippedLate({ state, reason }: Pick<Delivery, 'state' | 'reason'>): boolean {
  return state === SKIPPED_LATE.state && reason === SKIPPED_LATE.reason;
}

/** The deliveries in MongoDB. */
@Injectable()
export class DeliveryStore {
  readonly ledger: LedgerStore;

  constructor(@Inject(MONGO) private readonly mongo: Connection) {
    this.ledger = new LedgerStore(mongo.collection<LedgerRow>(DELIVERIES));
  }

  /**
   * Adds rows for planned digests. An existing row stays as it is, in any state. One exception: an operator's late
   * delivery replaces a row that was skipped as late.
   */
  async plan(plans: readonly Plan[], now: Date): Promise<{ planned: number; alreadyPlanned: number }> {
    if (plans.length === 0) return { planned: 0, alreadyPlanned: 0 };
    const rows = deliveriesOf(plans, now).map(({ _id, ...row }) => ({ _id, row }));
    const result = await this.rows.bulkWrite(
      [
        ...rows.map(({ _id, row }) => ({
          updateOne: { filter: { _id }, update: { $setOnInsert: row }, upsert: true },
        })),
        // A row that was skipped as late was never handed over, so an operator may bring it back.
        ...rows
          .filter(({ row }) => row.late && row.state === 'claimed')
          .map(({ _id, row }) => ({
            updateOne: {
              filter: { _id, ...SKIPPED_LATE },
              update: { $set: row, $unset: { reason: '' as const, endedAt: '' as const } },
            },
          })),
      ],
      { ordered: false },
    );
    const planned = result.upsertedCount + result.modifiedCount;
    return { planned, alreadyPlanned: plans.length - planned };
  }

  /**
   * The subscriptions, among those given, that have a row for an edition. With `revive` late digests are to be sent.
   * Then rows that were skipped as late do not count, because `plan` replaces them.
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

  async find(id: string): Promise<Delivery | null> {
    return this.rows.findOne({ _id: id });
  }

  /** By subscription id: the newest digest of one cadence that was sent or is about to be sent. */
  async last(subscriptionIds: readonly string[], cadence: string): Promise<Map<string, Delivery>> {
    const found = await Promise.all(
      subscriptionIds.map((id) =>
        this.rows.findOne(behind(`${id}.${cadence}-`, id, cadence, LIVE), { sort: { _id: -1 } }),
      ),
    );
    return new Map(found.flatMap((row) => (row ? [[row.subscriptionId, row]] : [])));
  }

  /** The last digests of a subscription in any state, the newest first. */
  async newest(subscriptionId: string, limit: number): Promise<Delivery[]> {
    // The rows are found by the prefix of their ids. Sorting them is cheap: at most 400 days of them are kept.
    return this.rows.find(ofSubscription(subscriptionId)).sort({ plannedAt: -1 }).limit(limit).toArray();
  }

  /** The last local date on which a subscription had a digest or is about to have one. */
  async lastDate(subscriptionId: string): Promise<string | undefined> {
    const row = await this.rows.findOne(
      { ...ofSubscription(subscriptionId), state: { $in: LIVE }, localDate: { $exists: true } },
      { sort: { localDate: -1 }, projection: { localDate: 1 } },
    );
    return row?.localDate;
  }

  /** The subscriptions among some of an edition whose readers have already had a newer edition of the same cadence. */
  async newerWent(editionId: string, subscriptionIds: readonly string[]): Promise<Set<string>> {
    if (subscriptionIds.length === 0) return new Set();
    const newer = await this.rows.distinct('editionId', {
      editionId: { $gt: editionId, $lt: `${cadenceOf(editionId)}-~` },
    });
    if (newer.length === 0) return new Set();
    const ids = subscriptionIds.flatMap((id) => newer.map((edition) => deliveryId(id, edition)));
    const went = await this.rows
      .find({ _id: { $in: ids }, state: { $in: WENT } }, { projection: { subscriptionId: 1 } })
      .toArray();
    return new Set(went.map(({ subscriptionId }) => subscriptionId));
  }

  /** The delivery with an id, if it was handed off. */
  async went(id: string): Promise<Delivery | null> {
    return this.rows.findOne({ _id: id, state: { $in: WENT } });
  }

  /** The last digests of a subscription that were handed off, the newest first. */
  async newestThatWent(subscriptionId: string, limit: number): Promise<Delivery[]> {
    return this.rows
      .find({ ...ofSubscription(subscriptionId), state: { $in: WENT } })
      .sort({ plannedAt: -1 })
      .limit(limit)
      .toArray();
  }

  /** Records the return of a delivery, unless an earlier return says at least as much. */
  async noteReturn(id: string, returned: Returned): Promise<void> {
    await this.rows.updateOne(
      { _id: id, 'returned.as': { $nin: asTelling(returned.as) } },
      { $set: { returned } },
    );
  }

  /** Deliveries of a batch that may be sent now, the longest waiting first. */
  async due(editionId: string, batch: string, now: Date, limit: number): Promise<Delivery[]> {
    return this.rows
      .find({ state: 'claimed', editionId, batch, nextAttemptAt: { $lte: now } })
      .sort({ nextAttemptAt: 1 })
      .limit(limit)
      .toArray();
  }

  /** The editions that have deliveries to be sent now. */
  async editionsDue(now: Date): Promise<string[]> {
    return this.rows.distinct('editionId', { state: 'claimed', nextAttemptAt: { $lte: now } });
  }

  /** The editions that have deliveries to be sent, now or later. */
  async editionsUnderWay(): Promise<string[]> {
    return this.rows.distinct('editionId', { state: 'claimed' });
  }

  /** Some of the batches of an edition that have deliveries to be sent now. */
  async batchesDue(editionId: string, now: Date, limit: number): Promise<string[]> {
    const batches = await this.rows.distinct('batch', {
      state: 'claimed',
      editionId,
      nextAttemptAt: { $lte: now },
    });
    return batches.slice(0, limit);
  }

  /** Skips all deliveries of an edition that were not handed over yet. Returns their number. */
  async endClaimed(editionId: string, reason: string, now: Date): Promise<number> {
    const { modifiedCount } = await this.rows.updateMany(
      { state: 'claimed', editionId },
      { $set: { state: 'skipped', reason, endedAt: now } },
    );
    return modifiedCount;
  }

  /**
   * The counts of an edition's deliveries. The rows are found by the edition, which never changes. Rows that were found
   * by their state could change it during the scan, and would then be counted twice or not at all.
   */
  async counts(editionId: string): Promise<LedgerCounts> {
    const groups = await this.rows
      .aggregate<{ _id: { state: LedgerState; reason?: string; returned?: ReturnedAs }; rows: number }>([
        { $match: { editionId } },
        {
          $group: {
            _id: { state: '$state', reason: '$reason', returned: '$returned.as' },
            rows: { $sum: 1 },
          },
        },
      ])
      .toArray();
    return countsOf(groups.map(({ _id, rows }) => ({ ..._id, rows })));
  }

  /** Deletes the deliveries of the sample's subscribers. */
  async removeSample(): Promise<void> {
    await this.rows.deleteMany({ sample: true });
  }

  private get rows() {
    return this.mongo.collection<Delivery>(DELIVERIES);
  }
}
