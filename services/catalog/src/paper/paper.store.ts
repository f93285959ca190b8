import { Inject, Injectable } from '@nestjs/common';
import type { PaperState } from '@paperboy/contracts';
import { crashPoint, Outbox } from '@paperboy/messaging';
import { Clock, isDuplicateKey, MONGO, unavailable } from '@paperboy/platform';
import { LRUCache } from 'lru-cache';
import type { Collection, Connection, mongo } from 'mongoose';
import { PAPERS, type PaperDocument } from './paper.schema.js';
import { type Arriving, judgeArriving, type PaperUpdate, type PaperWrite } from './paper-write.js';
import type { KnownPaper, RecordOutcome, RecordStream } from './revision.js';

/** The part of a paper that votes need. */
export interface VotablePaper {
  sample: boolean;
  withdrawn: boolean;
}

const KNOWN = {
  seq: 1,
  digest: 1,
  observedAt: 1,
  modifiedAt: 1,
  approximate: 1,
  deletedAt: 1,
  taken: 1,
  'state.version': 1,
  'state.updatedAt': 1,
  'state.arrivedAt': 1,
  'state.withdrawnAt': 1,
  'state.submission': 1,
  'state.elsewhere': 1,
  'state.links': 1,
  'state.authorCommented': 1,
} as const;

/** The most attempts of one call when papers change meanwhile. Afterwards the call fails, and is retried later. */
const ATTEMPTS = 20;

/** The papers of the catalog. */
@Injectable()
export class PaperStore {
  private readonly papers: Collection<PaperDocument>;
  /**
   * What votes need of papers, at most ten seconds old. That delays only the withdrawals that other replicas write,
   * since no papers but those of the sample are ever deleted.
   */
  private readonly known = new LRUCache<string, VotablePaper>({
    max: 100_000,
    ttl: 10_000,
    // When a write removes a paper from here during its read, the read answers the old state instead of failing.
    ignoreFetchAbort: true,
    fetchMethod: (id) => this.glance(id),
  });

  constructor(
    @Inject(MONGO) connection: Connection,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {
    this.papers = connection.collection<PaperDocument>(PAPERS);
  }

  /** The whole state of a paper, if the catalog has it. */
  async find(id: string): Promise<PaperState | undefined> {
    const paper = await this.papers.findOne({ _id: id }, { projection: { seq: 1, state: 1 } });
    return paper ? { ...paper.state, seq: paper.seq } : undefined;
  }

  /** The titles of papers; those that are not known are left out. */
  async titles(ids: readonly string[]): Promise<{ id: string; title: string }[]> {
    const found = await this.papers
      .find({ _id: { $in: [...ids] } }, { projection: { 'state.title': 1 } })
      .toArray();
    return found.map(({ _id, state }) => ({ id: _id, title: state.title }));
  }

  /** The part of a paper that votes need, usually from memory; undefined for an unknown paper. */
  lookUp(id: string): Promise<VotablePaper | undefined> {
    return this.known.fetch(id);
  }

  /** The number of papers with unpublished events, counted up to `limit`, without those whose event is a bulk one. */
  async pending(limit: number): Promise<number> {
    return this.papers.countDocuments({ pendingSince: { $gt: new Date(0) } }, { limit });
  }

  /** The number of papers of imports whose event is not published yet, counted up to `limit`. */
  async pendingInBulk(limit: number): Promise<number> {
    return this.papers.countDocuments({ 'bulk.at': { $gt: new Date(0) } }, { limit });
  }

  /**
   * Takes records of different papers and answers the outcome of each. Each paper changes in one atomic update, which
   * succeeds only if the paper is still the one that was judged; otherwise it is judged again. Throws Problem 413
   * `paper-too-large` before anything is written.
   */
  async take(arriving: readonly Arriving[], arrival: RecordStream): Promise<RecordOutcome[]> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const known = await this.knownOf(arriving.map(({ paperId }) => paperId));
      const judged = arriving.map((one) =>
        judgeArriving(one, known.get(one.paperId), arrival, this.clock.now()),
      );
      const writes = judged.flatMap(({ write }) => write ?? []);
      const done = writes.length === 0 || (await this.write(writes));
      for (const { paperId } of writes) this.known.delete(paperId);
      if (arrival === 'bulk' && writes.length > 0) this.outbox.bulkWritten(PAPERS);
      if (arrival === 'live') for (const { paperId } of writes) this.outbox.nudge(PAPERS, paperId);
      if (done) return judged.map(({ outcome }) => outcome);
    }
    throw unavailable('paper-contended', 'Too many requests change these papers at once.');
  }

  private async glance(id: string): Promise<VotablePaper | undefined> {
    const projection = { 'state.sample': 1, 'state.withdrawnAt': 1 };
    const paper = await this.papers.findOne({ _id: id }, { projection });
    return paper
      ? { sample: paper.state.sample, withdrawn: paper.state.withdrawnAt !== undefined }
      : undefined;
  }

  private async knownOf(ids: string[]): Promise<Map<string, KnownPaper>> {
    const papers = await this.papers.find({ _id: { $in: ids } }, { projection: KNOWN }).toArray();
    return new Map(papers.map((paper) => [paper._id, paper]));
  }

  /** False when at least one paper changed after it was judged. */
  private async write(writes: PaperWrite[]): Promise<boolean> {
    const operations = writes.map((write) =>
      'document' in write ? { insertOne: { document: write.document } } : updateOf(write),
    );
    try {
      const result = await this.papers.bulkWrite(operations, { ordered: false });
      crashPoint('outbox.after-write');
      return result.matchedCount + result.upsertedCount + result.insertedCount === writes.length;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}

function updateOf({ paperId, judged, update }: PaperUpdate): mongo.AnyBulkWriteOperation<PaperDocument> {
  return {
    updateOne: {
      filter: { _id: paperId, seq: judged ?? { $exists: false } },
      update,
      upsert: judged === undefined,
    },
  };
}
