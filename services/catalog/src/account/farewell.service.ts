import { Inject, Injectable } from '@nestjs/common';
import { FORMER_PERSON_ID, subscribers } from '@paperboy/contracts';
import { Outbox, type PendingEvent, pendingStage } from '@paperboy/messaging';
import { MONGO, ServiceClients } from '@paperboy/platform';
import type { Connection, PipelineStage } from 'mongoose';
import { CLAIMS, type ClaimDocument } from '../authorship/claim.schema.js';
import { AuthorComments } from '../comment/author-comments.service.js';
import { COMMENTS, SETTLED } from '../comment/comment.js';
import { NEXT_SEQ, PUBLIC_STATE } from '../document/stored-state.js';
import { PAPERS } from '../paper/paper.schema.js';
import { PASSKEY_CHALLENGES, PASSKEYS } from '../passkey/passkey.schema.js';
import { CredentialStore } from '../person/credential.store.js';
import { IDENTITIES } from '../person/identity.schema.js';
import { PeopleStore } from '../person/people.store.js';
import { PEOPLE } from '../person/person.schema.js';
import { SignInRequestStore } from '../sign-in/sign-in-request.store.js';
import { VOTES } from '../vote/vote.schema.js';
import type { DeletionDocument, Step } from './deletion.js';
import { Traces } from './traces.store.js';

/** The most documents that one update changes, so that it ends before the lease. */
const AT_ONCE = 500;

type Outcome = 'done' | 'more';
interface Named {
  _id: string;
}

/** Runs the steps of a deletion. Each step may run again, also in two replicas at once. */
@Injectable()
export class Farewells {
  private readonly steps: Readonly<Record<Step, (deletion: DeletionDocument) => Promise<Outcome>>> = {
    account: (deletion) => this.endAccount(deletion),
    subscriber: (deletion) => this.forgetSubscriber(deletion),
    votes: (deletion) => this.buryVotes(deletion),
    comments: async (deletion) =>
      (await this.takeNameOffComments(deletion)) === 'more' ? 'more' : this.takeNameOffMentions(deletion),
    submissions: (deletion) => this.takeNameOffSubmissions(deletion),
    traces: (deletion) => this.removeTraces(deletion),
    published: (deletion) => this.awaitTombstones(deletion),
  };

  constructor(
    @Inject(MONGO) private readonly connection: Connection,
    private readonly people: PeopleStore,
    private readonly credentials: CredentialStore,
    private readonly requests: SignInRequestStore,
    private readonly traces: Traces,
    private readonly ofAuthors: AuthorComments,
    private readonly clients: ServiceClients,
    private readonly outbox: Outbox,
  ) {}

  /** Runs the next step of a deletion, or a part of it. `more` when the step has to run again. */
  do(deletion: DeletionDocument): Promise<Outcome> {
    return this.steps[deletion.step](deletion);
  }

  private async endAccount({ _id, address }: DeletionDocument): Promise<Outcome> {
    if (address !== undefined) await this.requests.revoke(address);
    await this.letInNoMore(_id);
    await this.people.end(_id);
    return 'done';
  }

  private async forgetSubscriber({ _id: personId, address }: DeletionDocument): Promise<Outcome> {
    if (address !== undefined) await this.clients.ask(subscribers.forget, { body: { address, personId } });
    return 'done';
  }

  /** Deletes the votes, because a vote does not stand without its person. */
  private buryVotes({ _id }: DeletionDocument): Promise<Outcome> {
    return this.change(
      VOTES,
      { 'state.personId': _id, deleteAfterPublish: { $ne: true } },
      { deleteAfterPublish: true },
      { type: 'vote.withdrawn', data: null },
    );
  }

  private takeNameOffComments({ _id, comments }: DeletionDocument): Promise<Outcome> {
    const removed = comments === 'remove' ? { text: '$$REMOVE', ...SETTLED, 'state.state': 'erased' } : {};
    return this.change(
      COMMENTS,
      { 'state.personId': _id },
      { 'state.personId': FORMER_PERSON_ID, ...removed },
      { type: comments === 'remove' ? 'comment.erased' : 'comment.edited', data: PUBLIC_STATE },
    );
  }

  /** Removes the person from the comments of others, which hold the ids of those whom they mention or answer. */
  private takeNameOffMentions({ _id }: DeletionDocument): Promise<Outcome> {
    return this.change(
      COMMENTS,
      { 'state.notifies': _id },
      { 'state.notifies': { $setDifference: ['$state.notifies', [_id]] } },
      { type: 'comment.edited', data: PUBLIC_STATE },
    );
  }

  private takeNameOffSubmissions({ _id }: DeletionDocument): Promise<Outcome> {
    return this.change(
      PAPERS,
      { 'state.submission.by': _id },
      { 'state.submission.by': FORMER_PERSON_ID, submissionKey: '$$REMOVE' },
      { type: 'paper.revised', data: PUBLIC_STATE },
    );
  }

  private async letInNoMore(personId: string): Promise<void> {
    await this.credentials.revokeAll([personId]);
    for (const name of [PASSKEYS, PASSKEY_CHALLENGES, IDENTITIES])
      await this.connection.collection(name).deleteMany({ personId });
  }

  /** Removes everything else that is kept of the person, and a session that began during the deletion. */
  private async removeTraces({ _id }: DeletionDocument): Promise<Outcome> {
    await this.letInNoMore(_id);
    // The comments have lost the name by now, so the papers have one author fewer who commented.
    const claims = this.connection.collection<ClaimDocument>(CLAIMS).find({ personId: _id });
    for await (const { paperId } of claims) await this.ofAuthors.refresh(paperId);
    await this.traces.remove(_id);
    return 'done';
  }

  private async awaitTombstones({ _id }: DeletionDocument): Promise<Outcome> {
    const projection = { _id: 1 } as const;
    const person = this.connection.collection<Named>(PEOPLE).findOne({ _id }, { projection });
    const vote = this.connection.collection(VOTES).findOne({ 'state.personId': _id }, { projection });
    return (await person) === null && (await vote) === null ? 'done' : 'more';
  }

  /** Changes at most AT_ONCE of the documents that match, each with its event. `done` when none matches. */
  private async change(
    name: string,
    filter: Record<string, unknown>,
    set: PipelineStage.Set['$set'],
    event: PendingEvent,
  ): Promise<Outcome> {
    const collection = this.connection.collection<Named>(name);
    const found = await collection.find(filter, { projection: { _id: 1 }, limit: AT_ONCE }).toArray();
    if (found.length === 0) return 'done';
    const ids = found.map(({ _id }) => _id);
    await collection.updateMany({ ...filter, _id: { $in: ids } }, [
      { $set: { seq: NEXT_SEQ, ...set } },
      pendingStage(event),
    ]);
    for (const id of ids) this.outbox.nudge(name, id);
    return 'more';
  }
}
