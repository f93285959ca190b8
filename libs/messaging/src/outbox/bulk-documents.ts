import type { Collection, Connection, mongo } from 'mongoose';
import type { TooLarge } from './outgoing.js';
import type { OutboxDocument, StoredBulk, WrittenInBulk } from './pending-stage.js';

/** A document with the event of a bulk write. */
interface BulkDocument extends OutboxDocument, WrittenInBulk {
  seq: number;
  state: object;
}

/** An event of a bulk write, in the form of a pending one. */
export type BulkToPublish = OutboxDocument & Required<Pick<OutboxDocument, 'pending'>>;

const WAITING = { 'bulk.at': { $gt: new Date(0) } };

/** The documents of a collection with events of bulk writes. Reads these events, and removes them when published. */
export class BulkDocuments {
  private readonly documents: Collection<BulkDocument>;

  constructor(connection: Connection, collection: string) {
    this.documents = connection.collection<BulkDocument>(collection);
  }

  /** The documents that wait longest, so many at the most. The event of each is its state as it is now. */
  async read(most: number): Promise<BulkToPublish[]> {
    const found = await this.documents
      .find(WAITING, { projection: { bulk: 1, seq: 1, state: 1 }, sort: { 'bulk.at': 1 }, limit: most })
      .toArray();
    return found.map(({ _id, bulk, seq, state }) => ({
      _id,
      pending: [{ ...(bulk as StoredBulk), seq, data: { ...state, seq } }],
    }));
  }

  /**
   * Removes published events, and sets those aside that were too large. A document that changed meanwhile keeps what it
   * has to publish. After a failure all of them are published again, which changes nothing.
   */
  async remove(published: readonly BulkToPublish[], tooLarge: readonly TooLarge[]): Promise<void> {
    const refused = new Set(tooLarge.map(({ id }) => id));
    const bySeq = new Map<number, string[]>();
    const operations: mongo.AnyBulkWriteOperation<BulkDocument>[] = [];
    for (const { _id, pending } of published) {
      const seq = pending[0]?.seq ?? 0;
      if (refused.has(_id)) operations.push({ updateOne: { filter: { _id, seq }, update: SETTING_ASIDE } });
      else bySeq.set(seq, [...(bySeq.get(seq) ?? []), _id]);
    }
    for (const [seq, ids] of bySeq) {
      const filter = { _id: { $in: ids }, seq };
      operations.push({ updateMany: { filter, update: { $unset: { bulk: '' } } } });
    }
    await this.documents.bulkWrite(operations, { ordered: false, writeConcern: { w: 1 } });
  }

  /** The number of documents whose event waits, counted up to `limit`. */
  count(limit: number): Promise<number> {
    return this.documents.countDocuments(WAITING, { limit });
  }
}

const SETTING_ASIDE = [
  {
    $set: {
      setAside: {
        $mergeObjects: ['$bulk', { seq: '$seq', data: { $mergeObjects: ['$state', { seq: '$seq' }] } }],
      },
    },
  },
  { $unset: 'bulk' },
];
