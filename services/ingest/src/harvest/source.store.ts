import { randomBytes, randomUUID } from 'node:crypto';
import type { mongo } from 'mongoose';
import type { Cursor, Page } from '../source/source.js';
import type { SourceSettings, StandingSource } from './settings.js';
import type { SourceDocument } from './source.schema.js';

/** A run that was silent for this long loses its source. A page takes less. */
const LEASE_MS = 60_000;
const SHOWN = 100;

/** The counts of a source that has not been read. */
export const NOTHING_READ = { failures: 0, pages: 0, records: 0, deletions: 0, refused: 0 };

/** The run has lost its source: the process was frozen for too long, or the harvest was stopped. */
export class SourceLost extends Error {}

/** The sources, their cursors and when they are due. */
export class SourceStore {
  private readonly holder = randomUUID();

  constructor(
    /** Asked each time, since there may be no connection yet when the store is made. */
    private readonly sources: () => mongo.Collection<SourceDocument>,
    private readonly now: () => Date,
  ) {}

  /** Adds and ends standing sources as the configuration says. A source that comes back goes on at its cursor. */
  async keepStanding(wanted: readonly StandingSource[], firstAt: Date): Promise<void> {
    const startedAt = this.now();
    for (const { id, settings } of wanted) {
      const begun = {
        ...NOTHING_READ,
        _id: id,
        standing: true as const,
        settings,
        startedAt,
        nextAt: firstAt,
      };
      const { settings: ofSettings, ...rest } = begun;
      // The first beginning stays: the cursor may not have passed it yet.
      const set = Object.fromEntries(
        Object.entries(ofSettings)
          .filter(([name]) => name !== 'from')
          .map(([name, value]) => [`settings.${name}`, value]),
      );
      const from = 'from' in ofSettings ? { 'settings.from': ofSettings.from } : {};
      const { nextAt, ...atFirst } = rest;
      await this.sources().updateOne(
        { _id: id },
        { $set: set, $setOnInsert: { ...atFirst, ...from } },
        { upsert: true },
      );
      await this.sources().updateOne({ _id: id, nextAt: { $exists: false } }, { $set: { nextAt } });
    }
    await this.sources().updateMany(
      {
        standing: true,
        _id: { $nin: wanted.map(({ id }) => id) },
        nextAt: { $exists: true },
        // The command line adds and removes an operator's own sources.
        'settings.protocol': { $ne: 'own' },
      },
      { $unset: { nextAt: '' } },
    );
  }

  /** Begins a harvest, due at once. */
  async begin(settings: SourceSettings): Promise<string> {
    const at = this.now();
    const id = `harvest-${at.toISOString().slice(0, 10)}-${randomBytes(6).toString('hex')}`;
    await this.sources().insertOne({
      ...NOTHING_READ,
      _id: id,
      settings,
      importId: id,
      startedAt: at,
      nextAt: at,
    });
    return id;
  }

  /** Stops a harvest. False when there is none of that id, or it has ended. */
  async stop(id: string): Promise<boolean> {
    const { matchedCount } = await this.sources().updateOne(
      { _id: id, importId: id, nextAt: { $exists: true } },
      { $set: { endedAt: this.now() }, $unset: { nextAt: '', lease: '' } },
    );
    return matchedCount === 1;
  }

  async find(id: string): Promise<SourceDocument | null> {
    return this.sources().findOne({ _id: id });
  }

  /** The standing sources. */
  async standing(): Promise<SourceDocument[]> {
    return this.sources().find({ standing: true }).sort({ _id: 1 }).limit(SHOWN).toArray();
  }

  /** The newest harvests. */
  async harvests(): Promise<SourceDocument[]> {
    return this.sources()
      .find({ importId: { $gt: '' } })
      .sort({ importId: -1 })
      .limit(SHOWN)
      .toArray();
  }

  /** The ids of the sources that are due and that no run holds. */
  async due(): Promise<string[]> {
    const at = this.now();
    const due = await this.sources()
      .find({ nextAt: { $lte: at }, 'lease.until': { $not: { $gt: at } } }, { projection: { _id: 1 } })
      .sort({ nextAt: 1 })
      .limit(SHOWN)
      .toArray();
    return due.map(({ _id }) => _id);
  }

  /** Takes a source that is due for this run; null when it is not due, or another run holds it. */
  async claim(id: string): Promise<SourceDocument | null> {
    const at = this.now();
    return this.sources().findOneAndUpdate(
      { _id: id, nextAt: { $lte: at }, 'lease.until': { $not: { $gt: at } } },
      { $set: { lease: this.lease(at) } },
      { returnDocument: 'after' },
    );
  }

  /** Extends the lease of this run. */
  async renew(id: string): Promise<void> {
    await this.change(id, { $set: { lease: this.lease(this.now()) } });
  }

  /** Moves the cursor behind a page that Kafka has acknowledged. */
  async moved(id: string, { next, records, deletions, refused, total }: Page): Promise<void> {
    await this.change(id, {
      $set: {
        cursor: next,
        failures: 0,
        lease: this.lease(this.now()),
        ...(total === undefined ? {} : { total }),
      },
      $inc: {
        pages: 1,
        records: records.length,
        deletions: deletions.length,
        refused: refused.length,
      },
    });
  }

  /** Records that the source was read to its end. It is due again at `nextAt`; without `nextAt` it has ended. */
  async done(id: string, nextAt: Date | undefined): Promise<void> {
    const at = this.now();
    await this.change(id, {
      $set: { lastSuccessAt: at, ...(nextAt ? { nextAt } : { endedAt: at }) },
      $unset: { lease: '', lastError: '', ...(nextAt ? {} : { nextAt: '' }) },
    });
  }

  /**
   * Records a failure. The source is tried again at `nextAt`, or is given up without one. `cursor` replaces where it
   * goes on.
   */
  async failed(
    id: string,
    error: { code: string; message: string },
    nextAt: Date | undefined,
    cursor?: Cursor,
  ): Promise<void> {
    const at = this.now();
    await this.change(id, {
      $set: {
        lastError: { ...error, at },
        ...(nextAt ? { nextAt } : { endedAt: at }),
        ...(cursor ? { cursor } : {}),
      },
      $inc: { failures: 1 },
      $unset: { lease: '', ...(nextAt ? {} : { nextAt: '' }) },
    });
  }

  /** Ends the lease of this run, so that another run can go on at once. */
  async release(id: string): Promise<void> {
    await this.sources().updateOne({ _id: id, 'lease.holder': this.holder }, { $unset: { lease: '' } });
  }

  private lease(at: Date): NonNullable<SourceDocument['lease']> {
    return { holder: this.holder, until: new Date(at.getTime() + LEASE_MS) };
  }

  private async change(id: string, update: mongo.UpdateFilter<SourceDocument>): Promise<void> {
    const { matchedCount } = await this.sources().updateOne({ _id: id, 'lease.holder': this.holder }, update);
    if (matchedCount === 0) throw new SourceLost(`The source ${id} is in other hands.`);
  }
}
