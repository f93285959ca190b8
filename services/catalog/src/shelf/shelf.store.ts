import { Inject, Injectable } from '@nestjs/common';
import { LARGEST_SHELF, type PaperState, type ShelfAnswer, voteKey } from '@paperboy/contracts';
import { conflict, MONGO, notFound } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { PAPERS, type PaperDocument } from '../paper/paper.schema.js';
import { PaperStore } from '../paper/paper.store.js';
import { Presence } from '../person/presence.store.js';
import { SHELF, type ShelfDocument } from './shelf.schema.js';

/** The two lists of a person: saved papers, and papers put away. */
type Mark = 'savedAt' | 'notForMeAt';

/** A saved paper with its state. */
export interface Saved {
  savedAt: Date;
  state: PaperState;
}

const REFUSALS: Readonly<Record<Mark, string>> = {
  savedAt: `You have saved ${LARGEST_SHELF} papers. Take one of them out first.`,
  notForMeAt: `You have put ${LARGEST_SHELF} papers away. Take one of them back first.`,
};

/** The papers that people save and put away. */
@Injectable()
export class ShelfStore {
  private readonly shelf: Collection<ShelfDocument>;

  constructor(
    @Inject(MONGO) connection: Connection,
    private readonly papers: PaperStore,
    private readonly presence: Presence,
  ) {
    this.shelf = connection.collection<ShelfDocument>(SHELF);
  }

  /**
   * Saves a paper or puts it away. Repeating that keeps the first time. Throws 404 `unknown-paper` and 409
   * `shelf-full`. Simultaneous requests may exceed the limit by their number.
   */
  async put(mark: Mark, personId: string, paperId: string): Promise<ShelfAnswer> {
    this.presence.note();
    await this.known(paperId);
    const _id = voteKey({ paperId, personId });
    const noted = { personId, [mark]: { $exists: true } };
    const others = { ...noted, _id: { $ne: _id } };
    if ((await this.shelf.countDocuments(others, { limit: LARGEST_SHELF })) >= LARGEST_SHELF)
      throw conflict('shelf-full', REFUSALS[mark]);
    const set = {
      personId: { $literal: personId },
      paperId: { $literal: paperId },
      [mark]: { $ifNull: [`$${mark}`, '$$NOW'] },
    };
    await this.shelf.updateOne({ _id }, [{ $set: set }], { upsert: true });
    return this.of(personId, paperId);
  }

  /** Undoes `put`. Does nothing when the paper has no such mark. Throws 404 `unknown-paper`. */
  async take(mark: Mark, personId: string, paperId: string): Promise<ShelfAnswer> {
    this.presence.note();
    await this.known(paperId);
    const _id = voteKey({ paperId, personId });
    await this.shelf.updateOne({ _id }, { $unset: { [mark]: true } });
    const nothing = { $exists: false };
    await this.shelf.deleteOne({ _id, savedAt: nothing, notForMeAt: nothing, readAt: nothing });
    return this.of(personId, paperId);
  }

  /** Notes that a person has read a paper as it is now. Throws 404 `unknown-paper`. */
  async markRead(personId: string, paperId: string): Promise<void> {
    this.presence.note();
    await this.known(paperId);
    const set = { personId: { $literal: personId }, paperId: { $literal: paperId }, readAt: '$$NOW' };
    await this.shelf.updateOne({ _id: voteKey({ paperId, personId }) }, [{ $set: set }], { upsert: true });
  }

  /** Which of these papers a person saved, and which the person put away. */
  async standing(
    personId: string,
    paperIds: readonly string[],
  ): Promise<{ saved: string[]; notForMe: string[] }> {
    const keys = paperIds.map((paperId) => voteKey({ paperId, personId }));
    const found = await this.shelf.find({ _id: { $in: keys } }).toArray();
    const noted = (mark: Mark) => found.filter((one) => one[mark]).map(({ paperId }) => paperId);
    return { saved: noted('savedAt'), notForMe: noted('notForMeAt') };
  }

  /** A person's saved papers, the last saved first. Papers that were removed with the sample are left out. */
  async saved(personId: string, { skip, limit }: { skip: number; limit: number }): Promise<Saved[]> {
    const found = await this.shelf
      .aggregate<ShelfDocument & { paper: PaperDocument }>([
        { $match: { personId, savedAt: { $exists: true } } },
        { $sort: { savedAt: -1, _id: 1 } },
        { $lookup: { from: PAPERS, localField: 'paperId', foreignField: '_id', as: 'paper' } },
        { $unwind: '$paper' },
        { $skip: skip },
        { $limit: limit },
        { $project: { savedAt: 1, 'paper.seq': 1, 'paper.state': 1 } },
      ])
      .toArray();
    return found.map(({ savedAt, paper }) => ({
      savedAt: savedAt as Date,
      state: { ...paper.state, seq: paper.seq },
    }));
  }

  /** How many papers a person saved. */
  async total(personId: string): Promise<number> {
    return this.shelf.countDocuments({ personId, savedAt: { $exists: true } });
  }

  private async of(personId: string, paperId: string): Promise<ShelfAnswer> {
    const { saved, notForMe } = await this.standing(personId, [paperId]);
    return { paperId, saved: saved.length > 0, notForMe: notForMe.length > 0 };
  }

  private async known(paperId: string): Promise<void> {
    if (!(await this.papers.lookUp(paperId)))
      throw notFound('unknown-paper', `The catalog has no paper ${paperId}.`);
  }
}
