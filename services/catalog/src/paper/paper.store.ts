import { Inject, Injectable } from '@nestjs/common';
import {
  type Elsewhere,
  type EventData,
  FEED_PERSON_ID,
  type PaperRecord,
  type PaperState,
  type recordDeleted,
} from '@paperboy/contracts';
import { crashPoint, firstEvent, Outbox, pendingStage } from '@paperboy/messaging';
import { Clock, isDuplicateKey, MONGO, Problem, unavailable } from '@paperboy/platform';
import { LRUCache } from 'lru-cache';
import type { Collection, Connection, mongo, PipelineStage } from 'mongoose';
import { DATABASE_NOW } from '../document/database-time.js';
import { NEXT_SEQ, PUBLIC_STATE } from '../document/stored-state.js';
import { KEEP_EARLIER, REMEMBER } from './earlier-text.js';
import { PAPERS, type PaperDocument } from './paper.schema.js';
import {
  type AppliedRecord,
  isTooLarge,
  judge,
  judgeDeletion,
  type KnownPaper,
  newerElsewhere,
  PAPER_BYTES,
  type PaperContent,
  type RecordOutcome,
  type RecordStream,
  type Revision,
  replayedOutcome,
  saysTheSame,
  submits,
} from './revision.js';

/** A record or a deletion that the catalog is to take; with its position when it belongs to an import. */
export interface Arriving {
  paperId: string;
  record: PaperRecord | EventData<typeof recordDeleted>;
  position?: Omit<AppliedRecord, 'outcome'>;
}

/** The part of a paper that votes need. */
export interface VotablePaper {
  sample: boolean;
  withdrawn: boolean;
}

type Write = Update | Insert;

interface Update {
  paperId: string;
  /** The `seq` of the paper that was judged. If the paper has another one by now, the record is judged again. */
  judged: number | undefined;
  /** A pipeline also writes the event. Plain operators are for changes that have no event. */
  update: PipelineStage[] | mongo.UpdateFilter<PaperDocument>;
}

/** A new paper that needs no value from the database, such as its time. */
interface Insert {
  paperId: string;
  document: PaperDocument;
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

  /** The number of papers with unpublished events, counted up to `limit`. */
  async pending(limit: number): Promise<number> {
    return this.papers.countDocuments({ pendingSince: { $gt: new Date(0) } }, { limit });
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
      if (arrival === 'live') for (const { paperId } of writes) this.outbox.nudge(PAPERS, paperId);
      if (done) return judged.map(({ outcome }) => outcome);
    }
    throw unavailable('paper-contended', 'These papers are being changed by too many at once.');
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
  private async write(writes: Write[]): Promise<boolean> {
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

function updateOf({ paperId, judged, update }: Update): mongo.AnyBulkWriteOperation<PaperDocument> {
  return {
    updateOne: {
      filter: { _id: paperId, seq: judged ?? { $exists: false } },
      update,
      upsert: judged === undefined,
    },
  };
}

function judgeArriving(
  { paperId, record, position }: Arriving,
  known: KnownPaper | undefined,
  arrival: RecordStream,
  now: Date,
): { outcome: RecordOutcome; write?: Write } {
  const replayed = position && replayedOutcome(known?.taken, position);
  if (replayed) return { outcome: replayed };
  const judged = known?.seq;
  if (!('version' in record)) {
    const deletion = judgeDeletion(known, record);
    if (deletion.outcome === 'unchanged') return deletion;
    return { outcome: 'changed', write: { paperId, judged, update: deletionStages(deletion.withdrawnAt) } };
  }
  const revision = judge(known, record, arrival);
  const submitted = submits(known, record, arrival, now);
  if (revision.outcome === 'unchanged') {
    const elsewhere = newerElsewhere(known, record);
    if (!submitted && !elsewhere) return revision;
    if (!submitted && elsewhere && saysTheSame(elsewhere, known?.state.elsewhere))
      return { ...revision, write: { paperId, judged, update: seenAgain(elsewhere) } };
    const taken = position && { ...position, outcome: 'changed' as const };
    return {
      outcome: 'changed',
      write: { paperId, judged, update: besideStages(submitted, elsewhere, taken) },
    };
  }
  if (isTooLarge(revision.state)) throw tooLarge(paperId);
  const taken = position && { ...position, outcome: revision.outcome };
  const { arrivedAt } = revision.state;
  if (!known && !submitted && arrivedAt !== undefined) {
    const document = newDocument(revision, { ...revision.state, arrivedAt }, record, taken);
    return { outcome: revision.outcome, write: { paperId, document } };
  }
  return {
    outcome: revision.outcome,
    write: { paperId, judged, update: revisionStages(revision, record, submitted, taken) },
  };
}

/** Not retriable: the record is parked. A paper that could not be published is never written. */
function tooLarge(paperId: string): Problem {
  const detail = `Paper ${paperId} has more than ${PAPER_BYTES} bytes, more than its events may have.`;
  return new Problem({ status: 413, code: 'paper-too-large', detail });
}

/** The submission of a newly announced paper, at the database's time. */
const BY_FEED = { by: { $literal: FEED_PERSON_ID }, byKind: 'feed', at: DATABASE_NOW };

type Written = Exclude<Revision, { outcome: 'unchanged' }>;

/** The document that `revisionStages` would make if the paper does not exist. */
function newDocument(
  { type, digest }: Written,
  state: PaperContent,
  { paperId, observedAt, modifiedAt, approximateDates }: PaperRecord,
  taken: AppliedRecord | undefined,
): PaperDocument {
  return {
    _id: paperId,
    seq: 1,
    state,
    digest,
    observedAt,
    ...(modifiedAt !== undefined && { modifiedAt }),
    ...(approximateDates && { approximate: true }),
    ...(taken && { taken }),
    // The process's clock is good enough: the paper is on no list of a day, so no edition waits for its event.
    ...firstEvent(type, { ...state, seq: 1 }, new Date()),
  };
}

/** The update for a revision. Titles may hold dollar signs: without `$literal` the database would evaluate them. */
function revisionStages(
  revision: Written,
  { observedAt, modifiedAt, approximateDates }: PaperRecord,
  submitted: boolean,
  taken: AppliedRecord | undefined,
): PipelineStage[] {
  const literal = { $literal: revision.state };
  const arrivedAt = revision.state.arrivedAt ? {} : { arrivedAt: DATABASE_NOW };
  const submission = submitted ? { submission: BY_FEED } : {};
  const state = { $mergeObjects: [literal, { ...arrivedAt, ...submission }] };
  const set = {
    seq: NEXT_SEQ,
    state,
    digest: { $literal: revision.digest },
    observedAt,
    modifiedAt: modifiedAt ?? '$$REMOVE',
    approximate: approximateDates || '$$REMOVE',
    deletedAt: '$$REMOVE',
    ...(taken && { taken: { $literal: taken } }),
  };
  const type = submitted ? 'paper.submitted' : revision.type;
  const before = revision.outcome === 'new' ? [] : [REMEMBER];
  const after = revision.outcome === 'new' ? [] : KEEP_EARLIER;
  return [...before, { $set: set }, ...after, pendingStage({ type, data: PUBLIC_STATE })];
}

/** The update when only the submission of the paper is new, or what another site says of it. */
function besideStages(
  submitted: boolean,
  elsewhere: Elsewhere | undefined,
  taken: AppliedRecord | undefined,
): PipelineStage[] {
  const set = {
    seq: NEXT_SEQ,
    ...(submitted && { 'state.submission': BY_FEED }),
    ...(elsewhere && { 'state.elsewhere': { $literal: elsewhere } }),
    ...(taken && { taken: { $literal: taken } }),
  };
  const type = submitted ? 'paper.submitted' : 'paper.revised';
  return [{ $set: set }, pendingStage({ type, data: PUBLIC_STATE })];
}

/** The update that stores a later `seenAt`. The later of two stands, in whatever order they are written. */
function seenAgain({ seenAt }: Elsewhere): mongo.UpdateFilter<PaperDocument> {
  return { $max: { 'state.elsewhere.seenAt': seenAt } };
}

function deletionStages(withdrawnAt: string): PipelineStage[] {
  const set = { seq: NEXT_SEQ, deletedAt: withdrawnAt, 'state.withdrawnAt': withdrawnAt };
  return [
    REMEMBER,
    { $set: set },
    ...KEEP_EARLIER,
    pendingStage({ type: 'paper.withdrawn', data: PUBLIC_STATE }),
  ];
}
