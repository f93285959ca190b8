import type { Log } from '@paperboy/platform';
import type { Collection, Connection, mongo } from 'mongoose';
import type { TooLarge } from './outgoing.js';
import type { OutboxDocument } from './pending-stage.js';

/** The most documents that are published at a time. */
export const BATCH = 500;

const PENDING = { pendingSince: { $gt: new Date(0) } };
const SET_ASIDE = { 'setAside.at': { $gt: new Date(0) } };
const PROJECTION = { pending: 1, deleteAfterPublish: 1 };

/** The documents of a collection that hold events. Reads the events to publish, and removes them afterwards. */
export class PendingDocuments {
  private readonly documents: Collection<OutboxDocument>;
  private readonly nudged = new Set<string>();
  /** Documents whose published events are being removed. They are not read before that is done. */
  private readonly removing = new Map<string, Promise<void>>();

  constructor(
    connection: Connection,
    private readonly collection: string,
    private readonly log: Log,
    private readonly onRemoved: () => void,
  ) {
    this.documents = connection.collection<OutboxDocument>(collection);
  }

  /** Remembers a document to be read next. The sweep finds documents beyond the limit. */
  nudge(id: string): void {
    if (this.nudged.size < 50_000) this.nudged.add(id);
  }

  /** Whether nudged documents wait. */
  get hasNudged(): boolean {
    return this.nudged.size > 0;
  }

  /** Drops the nudges, since another replica publishes now. */
  forget(): void {
    this.nudged.clear();
  }

  /** Up to BATCH documents: those that wait longest in a sweep, else those that were nudged. */
  read(sweep: boolean): Promise<OutboxDocument[]> {
    return sweep ? this.longestWaiting() : this.readNamed();
  }

  private async readNamed(): Promise<OutboxDocument[]> {
    const wanted = this.named();
    if (wanted.length > 0) {
      return this.documents.find({ _id: { $in: wanted }, ...PENDING }, { projection: PROJECTION }).toArray();
    }
    if (this.hasNudged) await Promise.race(this.removing.values());
    return [];
  }

  private async longestWaiting(): Promise<OutboxDocument[]> {
    if (this.removing.size > BATCH) await Promise.race(this.removing.values());
    const others = this.removing.size > 0 ? { _id: { $nin: [...this.removing.keys()] } } : {};
    // A nudge during the query may tell of a write that the query did not see: it is kept.
    const before = new Set(this.nudged);
    const found = await this.documents
      .find({ ...PENDING, ...others }, { projection: PROJECTION, sort: { pendingSince: 1 }, limit: BATCH })
      .toArray();
    for (const { _id } of found) if (before.has(_id)) this.nudged.delete(_id);
    return found;
  }

  /**
   * Removes published events in the background, and sets aside the newest event of a document when it was too large.
   * After a failure all of them are published again, which changes nothing.
   */
  remove(published: readonly OutboxDocument[], tooLarge: readonly TooLarge[]): void {
    const removal = this.documents
      .bulkWrite(removals(published, tooLarge), { ordered: false, writeConcern: { w: 1 } })
      .then(() => undefined)
      .catch((error: unknown) => {
        const reason = String(error).slice(0, 300);
        this.log.warn(
          { collection: this.collection, reason },
          'Published events could not be removed from the outbox; they are removed later.',
        );
      })
      .finally(() => {
        for (const { _id } of published) this.removing.delete(_id);
        this.onRemoved();
      });
    for (const { _id } of published) this.removing.set(_id, removal);
  }

  /** Whether a document has events that have been waiting since before a moment. */
  async anyBefore(moment: Date): Promise<boolean> {
    const older = await this.documents.findOne({ pendingSince: { $lt: moment } }, { projection: { _id: 1 } });
    return older !== null;
  }

  /**
   * The number of documents that wait, the time of the oldest event, and the number of documents whose newest event was
   * too large.
   */
  async measure(): Promise<{ depth: number; oldest?: Date; setAside: number }> {
    const setAside = await this.documents.countDocuments(SET_ASIDE, { limit: 1_000_000 });
    const depth = await this.documents.countDocuments(PENDING, { limit: 1_000_000 });
    if (depth === 0) return { depth, setAside };
    const options = { projection: { pendingSince: 1 }, sort: { pendingSince: 1 } } as const;
    const oldest = (await this.documents.findOne(PENDING, options))?.pendingSince;
    return { depth, setAside, ...(oldest ? { oldest } : {}) };
  }

  private named(): string[] {
    const wanted: string[] = [];
    for (const id of this.nudged) {
      if (wanted.length >= BATCH) break;
      if (this.removing.has(id)) continue;
      wanted.push(id);
      this.nudged.delete(id);
    }
    return wanted;
  }
}

/**
 * The updates that remove the events that were read, and leave later ones. One update for all documents with the same
 * `seq` is three times as fast as one for each.
 */
function removals(
  documents: readonly OutboxDocument[],
  tooLarge: readonly TooLarge[],
): mongo.AnyBulkWriteOperation<OutboxDocument>[] {
  const operations: mongo.AnyBulkWriteOperation<OutboxDocument>[] = [];
  const refused = new Set(tooLarge.map(({ id, seq }) => `${seq}/${id}`));
  const bySeq = new Map<number, string[]>();
  for (const { _id, pending = [], deleteAfterPublish } of documents) {
    if (deleteAfterPublish) {
      const filter = { _id, deleteAfterPublish: true, pending: { $size: pending.length } };
      operations.push({ deleteOne: { filter } });
      continue;
    }
    const published = pending.at(-1)?.seq ?? 0;
    if (refused.has(`${published}/${_id}`)) {
      operations.push({
        updateOne: { filter: { _id }, update: [settingAside(published), ...without(published)] },
      });
      continue;
    }
    bySeq.set(published, [...(bySeq.get(published) ?? []), _id]);
  }
  for (const [published, ids] of bySeq) {
    operations.push({ updateMany: { filter: { _id: { $in: ids } }, update: without(published) } });
  }
  return operations;
}

function without(published: number): mongo.BSON.Document[] {
  const left = {
    $filter: { input: { $ifNull: ['$pending', []] }, cond: { $gt: ['$$this.seq', published] } },
  };
  const none = { $eq: [{ $size: '$pending' }, 0] };
  return [
    { $set: { pending: left } },
    {
      $set: {
        pendingSince: { $cond: [none, '$$REMOVE', { $arrayElemAt: ['$pending.at', 0] }] },
        pending: { $cond: [none, '$$REMOVE', '$pending'] },
        // A later event has the whole state, so the earlier one is not needed.
        setAside: { $cond: [{ $gte: ['$setAside.seq', published] }, '$setAside', '$$REMOVE'] },
      },
    },
  ];
}

/** Another relay may have removed the event already. Then that relay has also set it aside. */
function settingAside(seq: number): mongo.BSON.Document {
  const event = { $last: { $filter: { input: '$pending', cond: { $eq: ['$$this.seq', seq] } } } };
  return { $set: { setAside: { $ifNull: [event, '$setAside'] } } };
}
