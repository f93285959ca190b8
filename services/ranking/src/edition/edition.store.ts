import { Inject, Injectable } from '@nestjs/common';
import { type Cadence, type EditionState, editionStateSchema, FORMER_PERSON_ID } from '@paperboy/contracts';
import { crashPoint, Outbox, pendingStage } from '@paperboy/messaging';
import { isDuplicateKey, MONGO, parseEditionId } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { type EditionEntry, editionEntrySchema, type FrozenEdition } from './edition.js';
import { EDITIONS, type EditionDocument } from './edition.schema.js';
import { ENTRIES, type EntryDocument } from './entry.schema.js';

const THERE = { deleteAfterPublish: { $ne: true } };

/** The frozen lists, in MongoDB: they outlive Redis and every rebuild. */
@Injectable()
export class EditionStore {
  private readonly editions: Collection<EditionDocument>;
  private readonly entries: Collection<EntryDocument>;

  constructor(
    @Inject(MONGO) connection: Connection,
    private readonly outbox: Outbox,
  ) {
    this.editions = connection.collection<EditionDocument>(EDITIONS);
    this.entries = connection.collection<EntryDocument>(ENTRIES);
  }

  async find(id: string): Promise<EditionState | undefined> {
    const document = await this.editions.findOne({ _id: id, ...THERE }, { projection: { state: 1 } });
    return document ? editionStateSchema.parse(document.state) : undefined;
  }

  /** The newest editions of a cadence first: at most `limit`, after the first `skip` of those older than `after`. */
  async newest(
    cadence: Cadence,
    { after, skip, limit }: { after?: string | undefined; skip: number; limit: number },
  ): Promise<EditionState[]> {
    const last = after === undefined ? undefined : parseEditionId(after);
    const documents = await this.editions
      .find(
        { 'state.cadence': cadence, ...(last && { 'state.period': { $lt: last.name } }), ...THERE },
        { projection: { state: 1 } },
      )
      // The names of the periods of a cadence sort as their times.
      .sort({ 'state.period': -1 })
      .skip(skip)
      .limit(limit)
      .toArray();
    return documents.map(({ state }) => editionStateSchema.parse(state));
  }

  /** The edition with papers next to a period by name: the newest before it, or the oldest after it. */
  async beside(
    cadence: Cadence,
    name: string,
    step: -1 | 1,
    { papers = 1 }: { papers?: number } = {},
  ): Promise<string | undefined> {
    const document = await this.editions.findOne(
      {
        'state.cadence': cadence,
        'state.period': step < 0 ? { $lt: name } : { $gt: name },
        'state.papers': { $gte: papers },
        ...THERE,
      },
      { projection: { 'state.period': 1 }, sort: { 'state.period': step } },
    );
    return document?.state.period;
  }

  /** The papers of each edition of a cadence whose period stands between two names, both included. */
  async papersBetween(cadence: Cadence, first: string, last: string): Promise<Map<string, number>> {
    const documents = await this.editions
      .find(
        { 'state.cadence': cadence, 'state.period': { $gte: first, $lte: last }, ...THERE },
        { projection: { 'state.period': 1, 'state.papers': 1 } },
      )
      .toArray();
    return new Map(documents.map(({ state }) => [state.period, state.papers]));
  }

  /** When the editions of these ids were closed, and with how many papers. Ids without an edition are left out. */
  async closedOf(ids: readonly string[]): Promise<Map<string, { closedAt: number; papers: number }>> {
    const documents = await this.editions
      .find({ _id: { $in: [...ids] }, ...THERE }, { projection: { 'state.closedAt': 1, 'state.papers': 1 } })
      .toArray();
    return new Map(
      documents.map(({ _id, state }) => [
        _id,
        { closedAt: Date.parse(state.closedAt), papers: state.papers },
      ]),
    );
  }

  /** Papers of an edition in their order, from a place (from 0) on. */
  async papers(id: string, first: number, count: number): Promise<EditionEntry[]> {
    const documents = await this.entries
      .find({ editionId: id, rank: { $gt: first, $lte: first + count } })
      .sort({ rank: 1 })
      .toArray();
    return documents.map((document) => editionEntrySchema.parse(document));
  }

  /** A paper's place in an edition, with the edition; undefined when either is not there. */
  async entryOf(
    id: string,
    paperId: string,
  ): Promise<{ edition: EditionState; entry: EditionEntry } | undefined> {
    const [edition, entry] = await Promise.all([
      this.find(id),
      this.entries.findOne({ editionId: id, paperId }),
    ]);
    return edition && entry ? { edition, entry: editionEntrySchema.parse(entry) } : undefined;
  }

  /**
   * Writes an edition with its event, unless there is one. The papers are written first, so that a visible edition is
   * complete. After a crash in between the next attempt overwrites the papers.
   */
  async write({ state: frozen, entries }: FrozenEdition): Promise<boolean> {
    const there = await this.find(frozen.id);
    if (there && !isReplacedBy(there, frozen)) return false;
    // Higher than the `seq` that it replaces, whatever the clock says.
    const state = { ...frozen, seq: Math.max(frozen.seq, (there?.seq ?? 0) + 1) };
    await this.entries.deleteMany({ editionId: state.id });
    for (let at = 0; at < entries.length; at += 500) {
      await this.entries.bulkWrite(
        entries.slice(at, at + 500).map((entry) => ({
          replaceOne: {
            filter: { _id: `${state.id}/${entry.rank}` },
            replacement: { _id: `${state.id}/${entry.rank}`, editionId: state.id, ...entry },
            upsert: true,
          },
        })),
      );
    }
    if (!(await this.insert(state))) return false;
    crashPoint('outbox.after-write');
    this.outbox.nudge(EDITIONS, state.id);
    return true;
  }

  // Replaces a tombstone that is not published yet, or an edition without papers. It never replaces an edition with
  // papers, even when a slow closing tries to.
  private async insert(state: EditionState): Promise<boolean> {
    const replaceable = [{ deleteAfterPublish: true }, ...(state.papers > 0 ? [{ 'state.papers': 0 }] : [])];
    try {
      await this.editions.updateOne(
        { _id: state.id, $or: replaceable },
        [
          { $set: { seq: state.seq, state: { $literal: state }, deleteAfterPublish: '$$REMOVE' } },
          pendingStage({ type: 'edition.closed', data: '$state' }),
        ],
        { upsert: true },
      );
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Marks a withdrawn paper in the editions that hold it; answers their lists. */
  async markWithdrawn(paperId: string, withdrawnAt: string): Promise<string[]> {
    const held = await this.entries.find({ paperId }, { projection: { editionId: 1 } }).toArray();
    if (held.length === 0) return [];
    await this.entries.updateMany({ paperId }, { $set: { 'card.withdrawnAt': withdrawnAt } });
    return held.flatMap(({ editionId }) => {
      const period = parseEditionId(editionId);
      return period ? `${period.cadence}:${period.name}` : [];
    });
  }

  /** Replaces a person by the former reader, wherever the person submitted a paper of an edition. */
  async forgetSubmitter(personId: string): Promise<void> {
    const former = { $set: { 'card.submittedBy': FORMER_PERSON_ID } };
    await this.entries.updateMany({ 'card.submittedBy': personId }, former);
  }

  /** Removes the editions of the sample, with a tombstone for each; answers their ids. */
  async removeSample(): Promise<string[]> {
    const samples = await this.editions
      .find({ 'state.sample': true, ...THERE }, { projection: { _id: 1 } })
      .toArray();
    for (const { _id } of samples) {
      await this.editions.updateOne({ _id }, [
        { $set: { seq: { $add: ['$seq', 1] }, deleteAfterPublish: true } },
        pendingStage({ type: 'edition.closed', data: null }),
      ]);
      await this.entries.deleteMany({ editionId: _id });
      this.outbox.nudge(EDITIONS, _id);
    }
    return samples.map(({ _id }) => _id);
  }
}

/** An edition without papers is replaced by one with papers: for example the sample comes with papers of past days. */
function isReplacedBy(there: EditionState, state: EditionState): boolean {
  return there.papers === 0 && state.papers > 0;
}
