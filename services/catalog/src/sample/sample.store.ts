import { Inject, Injectable } from '@nestjs/common';
import { type SampleAnswer, voteKey } from '@paperboy/contracts';
import { Outbox, pendingStage } from '@paperboy/messaging';
import { Calendar, Clock, CONFIG, editionId, InjectModel, MONGO, neighbour } from '@paperboy/platform';
import type { Connection, Model, PipelineStage } from 'mongoose';
import type { CatalogConfig } from '../catalog.config.js';
import { COMMENTS } from '../comment/comment.js';
import { type SettingDocument, settingSchema } from '../document/setting.schema.js';
import { NEXT_SEQ, PUBLIC_STATE } from '../document/stored-state.js';
import { PAPERS } from '../paper/paper.schema.js';
import { CredentialStore } from '../person/credential.store.js';
import type { PersonDocument } from '../person/person.js';
import { PEOPLE } from '../person/person.schema.js';
import { VOTES } from '../vote/vote.schema.js';
import { planSample, SAMPLE_ID, SAMPLE_PAPER_ID, type SamplePlan } from './sample-plan.js';

/** How many documents of the sample were removed. */
export interface SampleRemoval {
  removed: number;
}

/** A document of any collection that may be of the sample. */
interface AnyDocument {
  _id: string;
  seq: number;
  deleteAfterPublish?: boolean;
}

/** What is written for one planned document: its fields without `seq`, and the type of its event. */
interface Planned {
  _id: string;
  type: string;
  fields: Record<string, unknown>;
}

const COLLECTIONS = [PEOPLE, PAPERS, VOTES, COMMENTS] as const;
type CollectionName = (typeof COLLECTIONS)[number];

/** The event type of the tombstones of each collection. The data of a tombstone are null. */
const GOODBYE: Record<CollectionName, string> = {
  [PEOPLE]: 'person.changed',
  [PAPERS]: 'paper.withdrawn',
  [VOTES]: 'vote.withdrawn',
  [COMMENTS]: 'comment.erased',
};

/**
 * The sample publication. It is loaded into a catalog without papers, renewed on another day, and removed completely.
 */
@Injectable()
export class SampleStore {
  private readonly calendar: Calendar;
  private loading: Promise<SampleAnswer> | undefined;

  constructor(
    @Inject(MONGO) private readonly connection: Connection,
    @InjectModel(settingSchema) private readonly settings: Model<SettingDocument>,
    @Inject(CONFIG) config: CatalogConfig,
    private readonly clock: Clock,
    private readonly credentials: CredentialStore,
    private readonly outbox: Outbox,
  ) {
    this.calendar = new Calendar({
      timeZone: config.PUBLICATION_TIME_ZONE,
      rollOver: config.PUBLICATION_ROLL_OVER,
    });
  }

  /** Whether a sample is loaded, and of which day. */
  async state(): Promise<{ loaded: boolean; day?: string; today: string }> {
    const today = this.calendar.dayAt(this.clock.now().getTime());
    const sample = await this.settings.findOne({ _id: 'sample' }).lean();
    return { loaded: sample !== null, today, ...(sample?.day && { day: sample.day }) };
  }

  /** Loads or renews the sample. A call during another one gets the same answer. */
  load(): Promise<SampleAnswer> {
    this.loading ??= this.loadNow().finally(() => {
      this.loading = undefined;
    });
    return this.loading;
  }

  /**
   * Writes the sample unless today's is complete. A sample that a crash left half-written has no day: it is rewritten.
   */
  private async loadNow(): Promise<SampleAnswer> {
    const now = this.clock.now();
    const day = this.calendar.dayAt(now.getTime());
    const sample = await this.settings.findOne({ _id: 'sample' }).lean();
    if (!sample && (await this.hasRealPapers())) {
      return { loaded: false, why: 'The catalog has papers already, so no sample is needed.' };
    }
    const plan = planSample(day, now, this.calendar);
    const written = sample?.day !== day;
    if (written) await this.write(plan, now, day);
    const { papers, people, votes, comments } = plan;
    const counts = { papers: papers.length, people: people.length, votes: votes.length };
    return {
      loaded: true,
      day,
      edition: editionId(neighbour({ cadence: 'day', name: day }, -1)),
      written,
      ...counts,
      comments: comments.length,
    };
  }

  /** Removes the sample, and what its people did with real papers. Each document leaves a tombstone on Kafka. */
  async remove(): Promise<SampleRemoval> {
    const people = await this.connection
      .collection<AnyDocument>(PEOPLE)
      .find({ _id: SAMPLE_ID }, { projection: { _id: 1 } })
      .toArray();
    await this.credentials.revokeAll(people.map(({ _id }) => _id));
    await this.forgetSubmissions();
    let removed = 0;
    for (const name of COLLECTIONS) removed += await this.bury(name, { 'state.sample': true });
    await this.settings.deleteOne({ _id: 'sample' });
    return { removed };
  }

  private async hasRealPapers(): Promise<boolean> {
    const papers = this.connection.collection<AnyDocument>(PAPERS);
    return (await papers.findOne({ _id: { $not: SAMPLE_PAPER_ID } }, { projection: { _id: 1 } })) !== null;
  }

  private async write(plan: SamplePlan, now: Date, day: string): Promise<void> {
    await this.settings.updateOne({ _id: 'sample' }, { $unset: { day: true } }, { upsert: true });
    // Higher than any `seq` that readers of Kafka may know from an earlier sample.
    const seq = now.getTime();
    await this.avoidTakenHandles(plan);
    for (const name of COLLECTIONS) await this.put(name, documentsOf(plan, name), seq);
    // Removes what an earlier sample had and this one has not, such as votes of others for its papers.
    for (const name of [PAPERS, VOTES, COMMENTS] as const) {
      const _id = name === COMMENTS ? SAMPLE_ID : SAMPLE_PAPER_ID;
      await this.bury(name, { _id, seq: { $lt: seq } });
    }
    await this.settings.updateOne({ _id: 'sample' }, { $set: { day } });
  }

  private async avoidTakenHandles({ people }: SamplePlan): Promise<void> {
    const handles = people.map(({ state }) => state.handle);
    const taken = await this.connection
      .collection<PersonDocument>(PEOPLE)
      .find(
        { _id: { $not: SAMPLE_ID }, 'state.handle': { $in: handles } },
        { projection: { 'state.handle': 1 } },
      )
      .toArray();
    for (const { state: theirs } of taken) {
      const ours = people.find(({ state }) => state.handle === theirs.handle);
      if (ours) ours.state.handle = `${theirs.handle}-of-the-sample`;
    }
  }

  private async put(name: CollectionName, documents: Planned[], seq: number): Promise<void> {
    const operations = documents.map(({ _id, type, fields }) => ({
      updateOne: {
        filter: { _id },
        update: [
          { $set: { seq: { $max: [seq, NEXT_SEQ] }, deleteAfterPublish: '$$REMOVE', ...literal(fields) } },
          pendingStage({ type, data: PUBLIC_STATE }),
        ],
        upsert: true,
      },
    }));
    await this.connection.collection<AnyDocument>(name).bulkWrite(operations, { ordered: false });
    this.nudge(name, documents);
  }

  /** Has tombstones published, and the documents deleted afterwards. Returns the number of documents. */
  private async bury(name: CollectionName, filter: Record<string, unknown>): Promise<number> {
    const collection = this.connection.collection<AnyDocument>(name);
    const alive = { ...filter, deleteAfterPublish: { $ne: true } };
    const goodbye: PipelineStage[] = [
      { $set: { seq: NEXT_SEQ, deleteAfterPublish: true } },
      pendingStage({ type: GOODBYE[name], data: null }),
    ];
    const result = await collection.updateMany(alive, goodbye);
    return result.modifiedCount;
  }

  /** Removes the submissions of real papers by people of the sample: such a paper counts as not submitted. */
  private async forgetSubmissions(): Promise<void> {
    const filter = { 'state.submission.by': SAMPLE_ID, 'state.sample': false };
    await this.connection
      .collection<AnyDocument>(PAPERS)
      .updateMany(filter, [
        { $set: { seq: NEXT_SEQ, 'state.submission': '$$REMOVE' } },
        pendingStage({ type: 'paper.revised', data: PUBLIC_STATE }),
      ]);
  }

  private nudge(name: CollectionName, documents: Planned[]): void {
    for (const { _id } of documents) this.outbox.nudge(name, _id);
  }
}

function literal(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { $literal: value }]));
}

function documentsOf(plan: SamplePlan, name: CollectionName): Planned[] {
  switch (name) {
    case PEOPLE:
      return plan.people.map(({ state, ...fields }) => ({
        _id: state.id,
        type: 'person.changed',
        fields: { ...fields, state },
      }));
    case PAPERS:
      return plan.papers.map((state) => ({
        _id: state.id,
        type: state.submission ? 'paper.submitted' : 'paper.added',
        fields: { state, digest: 'sample', observedAt: state.updatedAt },
      }));
    case VOTES:
      return plan.votes.map((state) => ({
        _id: voteKey(state),
        type: state.standing ? 'vote.cast' : 'vote.withdrawn',
        fields: { state, changes: { day: state.history[0]?.castAt.slice(0, 10), count: 1 } },
      }));
    case COMMENTS:
      return plan.comments.map(({ state, text }) => ({
        _id: state.id,
        type: 'comment.posted',
        fields: { state, text },
      }));
  }
}
