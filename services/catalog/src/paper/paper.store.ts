import { Inject, Injectable } from '@nestjs/common';
import type { EventData, PaperRecord, PaperState, recordDeleted } from '@paperboy/contracts';
import { crashPoint, Outbox, pendingStage } from '@paperboy/messaging';
import { MONGO, Problem, unavailable } from '@paperboy/platform';
import { LRUCache } from 'lru-cache';
import type { Collection, Connection, PipelineStage } from 'mongoose';
import { DATABASE_NOW } from '../database-time.js';
import { isOnlyDuplicates } from '../duplicate-key.store.js';
import { NEXT_SEQ, PUBLIC_STATE } from '../stored-state.js';
import {
  type Arrival,
  isTooLarge,
  judge,
  judgeDeletion,
  type KnownPaper,
  type Outcome,
  PAPER_BYTES,
  type PaperContent,
  type Revision,
  replayedOutcome,
  type Taken,
} from './revision.js';

/** The collection of papers. */
export const PAPERS = 'papers';

/** A paper in the database. */
export interface PaperDocument extends Omit<KnownPaper, 'state'> {
  _id: string;
  state: PaperContent;
  /** The idempotency key under which it was submitted, with whose it is. */
  submissionKey?: string;
  /** When the oldest event that is not yet published was written; absent when all are. */
  pendingSince?: Date;
}

/** A record, or a deletion, on its way into the catalog; with its position when it belongs to an import. */
export interface Arriving {
  paperId: string;
  record: PaperRecord | EventData<typeof recordDeleted>;
  position?: Omit<Taken, 'outcome'>;
}

/** The little that votes need to know of a paper. */
export interface Glance {
  sample: boolean;
  withdrawn: boolean;
}

interface Write {
  paperId: string;
  /** The `seq` that was judged; another one by now means that the record has to be judged again. */
  judged: number | undefined;
  stages: PipelineStage[];
}

const KNOWN = {
  seq: 1,
  digest: 1,
  observedAt: 1,
  modifiedAt: 1,
  deletedAt: 1,
  taken: 1,
  'state.version': 1,
  'state.updatedAt': 1,
  'state.arrivedAt': 1,
  'state.withdrawnAt': 1,
  'state.submission': 1,
} as const;

/** How often a record is judged again because the paper changed meanwhile, before it is left for later. */
const ATTEMPTS = 20;

/** The papers of the catalog. */
@Injectable()
export class PaperStore {
  private readonly papers: Collection<PaperDocument>;
  /** Papers are never deleted, those of the sample aside. A withdrawal that another replica wrote is known within seconds. */
  private readonly known = new LRUCache<string, Glance>({
    max: 100_000,
    ttl: 10_000,
    // A paper that is written while it is being read is answered as it was before; else that reading would fail.
    ignoreFetchAbort: true,
    fetchMethod: (id) => this.glance(id),
  });

  constructor(
    @Inject(MONGO) connection: Connection,
    private readonly outbox: Outbox,
  ) {
    this.papers = connection.collection<PaperDocument>(PAPERS);
  }

  /** The whole state of a paper, if the catalog has it. */
  async find(id: string): Promise<PaperState | undefined> {
    const paper = await this.papers.findOne({ _id: id }, { projection: { seq: 1, state: 1 } });
    return paper ? { ...paper.state, seq: paper.seq } : undefined;
  }

  /** What votes need to know of a paper that the catalog has; from memory for the most part. */
  lookUp(id: string): Promise<Glance | undefined> {
    return this.known.fetch(id);
  }

  /** How many papers have events that are not published yet; counts no further than `limit`. */
  async pending(limit: number): Promise<number> {
    return this.papers.countDocuments({ pendingSince: { $gt: new Date(0) } }, { limit });
  }

  /**
   * Takes records of different papers and says what each of them did. Each paper changes in one atomic update that holds
   * only while the paper is still the one that was judged; whatever changed meanwhile is judged again. Throws Problem
   * 413 `paper-too-large` before anything is written.
   */
  async take(arriving: readonly Arriving[], arrival: Arrival): Promise<Outcome[]> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const known = await this.knownOf(arriving.map(({ paperId }) => paperId));
      const judged = arriving.map((one) => judgeArriving(one, known.get(one.paperId), arrival));
      const writes = judged.flatMap(({ write }) => write ?? []);
      const done = writes.length === 0 || (await this.write(writes));
      for (const { paperId } of writes) this.known.delete(paperId);
      if (arrival === 'live') for (const { paperId } of writes) this.outbox.nudge(PAPERS, paperId);
      if (done) return judged.map(({ outcome }) => outcome);
    }
    throw unavailable('paper-contended', 'These papers are being changed by too many at once.');
  }

  private async glance(id: string): Promise<Glance | undefined> {
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

  /** False when at least one paper was no longer the one that was judged. */
  private async write(writes: Write[]): Promise<boolean> {
    const operations = writes.map(({ paperId, judged, stages }) => ({
      updateOne: {
        filter: { _id: paperId, seq: judged ?? { $exists: false } },
        update: stages,
        upsert: judged === undefined,
      },
    }));
    try {
      const result = await this.papers.bulkWrite(operations, { ordered: false });
      crashPoint('outbox.after-write');
      return result.matchedCount + result.upsertedCount === writes.length;
    } catch (error) {
      if (isOnlyDuplicates(error)) return false;
      throw error;
    }
  }
}

function judgeArriving(
  { paperId, record, position }: Arriving,
  known: KnownPaper | undefined,
  arrival: Arrival,
): { outcome: Outcome; write?: Write } {
  const replayed = position && replayedOutcome(known?.taken, position);
  if (replayed) return { outcome: replayed };
  const judged = known?.seq;
  if (!('version' in record)) {
    const deletion = judgeDeletion(known, record);
    if (deletion.outcome === 'unchanged') return deletion;
    return { outcome: 'changed', write: { paperId, judged, stages: deletionStages(deletion.withdrawnAt) } };
  }
  const revision = judge(known, record, arrival);
  if (revision.outcome === 'unchanged') return revision;
  if (isTooLarge(revision.state)) throw tooLarge(paperId);
  const taken = position && { ...position, outcome: revision.outcome };
  return {
    outcome: revision.outcome,
    write: { paperId, judged, stages: revisionStages(revision, record, taken) },
  };
}

/** Final: the record is parked, and nothing is written that could not be published. */
function tooLarge(paperId: string): Problem {
  const detail = `Paper ${paperId} has more than ${PAPER_BYTES} bytes, more than its events may have.`;
  return new Problem({ status: 413, code: 'paper-too-large', detail });
}

type Written = Exclude<Revision, { outcome: 'unchanged' }>;

/** Titles hold dollar signs, which the database would take for its own unless they are literal. */
function revisionStages(
  revision: Written,
  { observedAt, modifiedAt }: Pick<PaperRecord, 'observedAt' | 'modifiedAt'>,
  taken: Taken | undefined,
): PipelineStage[] {
  const literal = { $literal: revision.state };
  const state = revision.state.arrivedAt
    ? literal
    : { $mergeObjects: [literal, { arrivedAt: DATABASE_NOW }] };
  const set = {
    seq: NEXT_SEQ,
    state,
    digest: { $literal: revision.digest },
    observedAt,
    modifiedAt: modifiedAt ?? '$$REMOVE',
    deletedAt: '$$REMOVE',
    ...(taken && { taken: { $literal: taken } }),
  };
  return [{ $set: set }, pendingStage({ type: revision.type, data: PUBLIC_STATE })];
}

function deletionStages(withdrawnAt: string): PipelineStage[] {
  const set = { seq: NEXT_SEQ, deletedAt: withdrawnAt, 'state.withdrawnAt': withdrawnAt };
  return [{ $set: set }, pendingStage({ type: 'paper.withdrawn', data: PUBLIC_STATE })];
}
