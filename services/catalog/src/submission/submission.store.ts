import { Inject, Injectable } from '@nestjs/common';
import { type PaperState, type Role, type SubmissionCheck } from '@paperboy/contracts';
import { crashPoint, Outbox, pendingStage } from '@paperboy/messaging';
import {
  Clock,
  CONFIG,
  conflict,
  forbidden,
  MONGO,
  notFound,
  type PersonCaller,
  type Problem,
  tooMany,
} from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import type { CatalogConfig } from '../catalog.config.js';
import { DATABASE_NOW, secondsLeftOfDay } from '../document/database-time.js';
import { callerWaitsUntil, lateProblem, unlessLate } from '../document/late-write.js';
import { QuotaStore } from '../document/quota.store.js';
import { NEXT_SEQ, PUBLIC_STATE } from '../document/stored-state.js';
import { PAPERS, type PaperDocument } from '../paper/paper.schema.js';
import { PaperStore } from '../paper/paper.store.js';
import { PeopleStore } from '../person/people.store.js';
import { Presence } from '../person/presence.store.js';
import { type SubmissionRefusal, type SubmissionRules, submissionRefusal } from './submission.js';

/** Puts papers on the list of the day, each at most once. */
@Injectable()
export class SubmissionStore {
  private readonly documents: Collection<PaperDocument>;

  constructor(
    @Inject(MONGO) connection: Connection,
    @Inject(CONFIG) private readonly config: CatalogConfig,
    private readonly clock: Clock,
    private readonly papers: PaperStore,
    private readonly people: PeopleStore,
    private readonly quotas: QuotaStore,
    private readonly presence: Presence,
    private readonly outbox: Outbox,
  ) {
    this.documents = connection.collection<PaperDocument>(PAPERS);
  }

  /**
   * Submits a paper in a person's name, at the time of the database's clock. Throws the problem of a refusal, 404
   * `unknown-paper`, and 429 `submission-limit`.
   */
  async submit(person: PersonCaller, paperId: string, keyId?: string): Promise<PaperState> {
    this.presence.note();
    await this.people.refuseSuspended(person.id);
    await this.check(person.role, paperId);
    await this.takePlace(person, paperId);
    const submission = { by: { $literal: person.id }, byKind: 'person', at: DATABASE_NOW };
    const submitted = await this.documents
      .findOneAndUpdate(
        { _id: paperId, 'state.submission': { $exists: false }, 'state.withdrawnAt': { $exists: false } },
        [
          ...unlessLate(callerWaitsUntil()),
          { $set: { seq: NEXT_SEQ, 'state.submission': submission, ...(keyId && { submissionKey: keyId }) } },
          pendingStage({ type: 'paper.submitted', data: PUBLIC_STATE }),
        ],
        { returnDocument: 'after', projection: { seq: 1, state: 1 } },
      )
      .catch((error: unknown) => {
        throw lateProblem(error) ?? error;
      });
    if (!submitted) {
      await this.check(person.role, paperId);
      throw conflict('already-submitted', `Paper ${paperId} changed while it was being submitted.`);
    }
    crashPoint('outbox.after-write');
    this.outbox.nudge(PAPERS, paperId);
    return { ...submitted.state, seq: submitted.seq };
  }

  /** What a submission would do now. Changes nothing. */
  async wouldSubmit({ id, role }: PersonCaller, paperId: string): Promise<SubmissionCheck> {
    const places = this.config.SUBMISSIONS_PER_DAY;
    const left =
      role === 'reader'
        ? await this.quotas.left(`submissions:${id}`, paperId, places, this.clock.now())
        : undefined;
    const paper = await this.papers.find(paperId);
    const refused = paper && submissionRefusal(paper, role, this.clock.now(), this.rules);
    const problem = refused ? await this.problem(refused, paper) : left === 0 ? this.noPlace() : undefined;
    return {
      paperId,
      would: problem ? 'refuse' : paper ? 'submit' : 'ask',
      ...(paper && { title: paper.title }),
      ...(problem && { problem: { code: problem.code, detail: problem.detail } }),
      ...(left !== undefined && { left }),
    };
  }

  /** Submits under an idempotency key. If the paper was submitted under this key before, returns it. */
  async submitOnce(person: PersonCaller, paperId: string, keyId: string): Promise<PaperState> {
    try {
      return await this.submit(person, paperId, keyId);
    } catch (error) {
      const projection = { seq: 1, state: 1 };
      const own = await this.documents.findOne({ _id: paperId, submissionKey: keyId }, { projection });
      if (own) return { ...own.state, seq: own.seq };
      throw error;
    }
  }

  private async check(role: Role, paperId: string): Promise<void> {
    const paper = await this.papers.find(paperId);
    if (!paper) throw notFound('unknown-paper', `The catalog has no paper ${paperId}.`);
    const refused = submissionRefusal(paper, role, this.clock.now(), this.rules);
    if (refused) throw await this.problem(refused, paper);
  }

  private async takePlace({ id, role }: PersonCaller, paperId: string): Promise<void> {
    if (role !== 'reader') return;
    const now = this.clock.now();
    const places = this.config.SUBMISSIONS_PER_DAY;
    if (await this.quotas.take(`submissions:${id}`, paperId, places, now)) return;
    throw this.noPlace();
  }

  private get rules(): SubmissionRules {
    const { SUBMISSIONS_PER_DAY: perDay, SUBMISSION_MAX_AGE_DAYS: maxAgeDays } = this.config;
    return { perDay, maxAgeDays };
  }

  private noPlace(): Problem {
    const detail = `A reader may submit ${this.config.SUBMISSIONS_PER_DAY} papers a day.`;
    return tooMany('submission-limit', detail, secondsLeftOfDay(this.clock.now()));
  }

  private async problem(refused: SubmissionRefusal, paper: PaperState): Promise<Problem> {
    switch (refused) {
      case 'paper-withdrawn':
        return conflict(refused, `Paper ${paper.id} was withdrawn on ${paper.withdrawnAt?.slice(0, 10)}.`);
      case 'paper-too-old':
        return forbidden(
          refused,
          `Paper ${paper.id} was published on ${paper.publishedAt.slice(0, 10)}; readers may submit papers of the ` +
            `last ${this.config.SUBMISSION_MAX_AGE_DAYS} days, curators any.`,
        );
      case 'already-submitted': {
        const by = paper.submission && (await this.people.lookUp(paper.submission.by));
        const name = by ? by.handle : paper.submission?.by;
        const day = paper.submission?.at.slice(0, 10);
        return conflict(refused, `Paper ${paper.id} was submitted by ${name} on ${day}.`);
      }
    }
  }
}
