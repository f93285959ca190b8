import { databaseName } from '@paperboy/platform';
import { testStack } from '@paperboy/testing';
import mongoose from 'mongoose';
import type { CountedVote, StoredPaper } from './brute-force.js';

interface Stored<State> {
  _id: string;
  seq: number;
  state: State;
  pending?: unknown[];
}

/** What the catalog's database holds, read past the catalog. */
export class CatalogDocuments {
  private constructor(private readonly connection: mongoose.Connection) {}

  static async open(namespace: string): Promise<CatalogDocuments> {
    const dbName = databaseName(namespace, 'catalog');
    return new CatalogDocuments(
      await mongoose.createConnection(testStack().mongodbUrl, { dbName, retryWrites: false }).asPromise(),
    );
  }

  async papers(): Promise<StoredPaper[]> {
    const all = await this.connection.collection<Stored<StoredPaper>>('papers').find().toArray();
    return all.map(({ _id, state }) => ({ ...state, id: _id }));
  }

  /** The version of each of these papers that is known. */
  async versions(paperIds: string[]): Promise<Map<string, number>> {
    const papers = this.connection.collection<Stored<StoredPaper>>('papers');
    const some = await papers
      .find({ _id: { $in: paperIds } }, { projection: { 'state.version': 1 } })
      .toArray();
    return new Map(some.map(({ _id, state }) => [_id, state.version]));
  }

  async votes(): Promise<CountedVote[]> {
    const all = await this.connection.collection<Stored<CountedVote>>('votes').find().toArray();
    return all.map(({ seq, state }) => ({ ...state, seq }));
  }

  /** Handles by person. */
  async people(): Promise<Map<string, string>> {
    const all = await this.connection.collection<Stored<{ handle: string }>>('people').find().toArray();
    return new Map(all.map(({ _id, state }) => [_id, state.handle]));
  }

  /** The newest `seq` of every document whose events are published, by its key. */
  async seqs(): Promise<Map<string, number>> {
    const seqs = new Map<string, number>();
    for (const name of ['papers', 'votes', 'people']) {
      for await (const { _id, seq } of this.connection.collection<Stored<unknown>>(name).find())
        seqs.set(_id, seq);
    }
    return seqs;
  }

  /** What the records of all imports did, as the catalog counted them. */
  async importCounts(): Promise<{ new: number; changed: number }> {
    const tallies = this.connection.collection<{ new: number; changed: number }>('imports').find();
    const counts = { new: 0, changed: 0 };
    for await (const tally of tallies) {
      counts.new += tally.new;
      counts.changed += tally.changed;
    }
    return counts;
  }

  /** Documents with events that are not published. */
  async unpublished(): Promise<number> {
    const collections = ['papers', 'votes', 'people'];
    const counts = await Promise.all(
      collections.map((name) =>
        this.connection
          .collection(name)
          .countDocuments({ $or: [{ pending: { $exists: true } }, { bulk: { $exists: true } }] }),
      ),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}
