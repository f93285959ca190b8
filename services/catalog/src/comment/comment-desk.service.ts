import { createHash, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { CommentState, ShownComment } from '@paperboy/contracts';
import { crashPoint, Outbox, type PendingEvent, pendingStage } from '@paperboy/messaging';
import { Clock, forbidden, isDuplicateKey, MONGO, notFound, type PersonCaller } from '@paperboy/platform';
import type { Collection, Connection, PipelineStage } from 'mongoose';
import type { AuditNote } from '../audit/audit.schema.js';
import { AuditStore } from '../audit/audit.store.js';
import { DATABASE_NOW } from '../document/database-time.js';
import { callerWaitsUntil, lateProblem, unlessLate } from '../document/late-write.js';
import { NEXT_SEQ, PUBLIC_STATE } from '../document/stored-state.js';
import { PaperStore } from '../paper/paper.store.js';
import { Presence } from '../person/presence.store.js';
import { AuthorComments } from './author-comments.service.js';
import { COMMENTS, type CommentDocument, editRefusal, SETTLED } from './comment.js';
import { CommentStore } from './comment.store.js';
import { CommentRules } from './comment-rules.service.js';
import { NoticeReader } from './notice.reader.js';

/** A comment to be posted. */
export interface NewComment {
  paperId: string;
  text: string;
  /** The comment that it answers. */
  replyTo?: string;
}

/** Posts, changes and moderates comments. Each change of the public state is one atomic update that holds its event. */
@Injectable()
export class CommentDesk {
  private readonly documents: Collection<CommentDocument>;

  constructor(
    @Inject(MONGO) connection: Connection,
    private readonly clock: Clock,
    private readonly comments: CommentStore,
    private readonly notices: NoticeReader,
    private readonly papers: PaperStore,
    private readonly rules: CommentRules,
    private readonly presence: Presence,
    private readonly outbox: Outbox,
    private readonly audit: AuditStore,
    private readonly ofAuthors: AuthorComments,
  ) {
    this.documents = connection.collection<CommentDocument>(COMMENTS);
  }

  /**
   * Posts a comment. With an idempotency key, the id of the comment is derived from the key, so that a repeated request
   * finds the same comment.
   */
  async post(person: PersonCaller, comment: NewComment, keyId?: string): Promise<ShownComment> {
    this.presence.note();
    await this.rules.refuseSuspended(person);
    const { paperId, text, replyTo } = comment;
    const paper = await this.papers.lookUp(paperId);
    if (!paper) throw notFound('unknown-paper', `The catalog has no paper ${paperId}.`);
    if (replyTo !== undefined) await this.shown(paperId, replyTo);
    await this.rules.refuseLocked(person, paperId);
    const id = keyId === undefined ? randomUUID() : idOfKey(keyId);
    await this.rules.takePlace(person, id);
    const held = await this.rules.mustWait(person, text);
    const notifies = await this.notices.told(person.id, text, replyTo);
    if (replyTo !== undefined) await this.documents.updateOne({ _id: replyTo }, { $set: { answered: true } });
    const state = {
      id,
      paperId: { $literal: paperId },
      personId: { $literal: person.id },
      ...(replyTo && { replyTo: { $literal: replyTo } }),
      ...(notifies.length > 0 && { notifies: { $literal: notifies } }),
      postedAt: DATABASE_NOW,
      state: held ? 'held' : 'shown',
      sample: false,
    };
    try {
      await this.documents.updateOne(
        { _id: id, seq: { $exists: false } },
        [
          ...unlessLate(callerWaitsUntil()),
          { $set: { seq: NEXT_SEQ, text: { $literal: text }, state, ...(held && { waitsSince: '$$NOW' }) } },
          pendingStage({ type: held ? 'comment.held' : 'comment.posted', data: PUBLIC_STATE }),
        ],
        { upsert: true },
      );
    } catch (error) {
      // It was posted under this key before.
      if (!isDuplicateKey(error)) throw lateProblem(error) ?? error;
    }
    this.announce(id);
    await this.ofAuthors.refresh(paperId);
    return this.asItsAuthorSeesIt(person, paperId, id);
  }

  /** Changes the text of the person's own comment. The same text again changes nothing. */
  async edit(person: PersonCaller, paperId: string, id: string, text: string): Promise<ShownComment> {
    this.presence.note();
    await this.rules.refuseSuspended(person);
    const state = await this.own(person, paperId, id);
    if (state.state !== 'shown' && state.state !== 'held') throw unknown(id);
    await this.rules.refuseLocked(person, paperId);
    if (editRefusal(state, person, this.clock.now()) === 'comment-too-old') {
      throw forbidden(
        'comment-too-old',
        'A comment can be changed within 15 minutes. Delete it, or add another.',
      );
    }
    const held = state.state === 'shown' && (await this.rules.mustWait(person, text));
    await this.change(
      paperId,
      { _id: id, 'state.state': state.state, text: { $ne: text } },
      {
        text: { $literal: text },
        'state.editedAt': DATABASE_NOW,
        ...(held && { 'state.state': 'held', waitsSince: { $ifNull: ['$waitsSince', '$$NOW'] } }),
      },
      held ? 'comment.held' : 'comment.edited',
    );
    return this.asItsAuthorSeesIt(person, paperId, id);
  }

  /** Erases the person's own comment together with its text. An erased comment stays as it is. */
  async erase(person: PersonCaller, paperId: string, id: string): Promise<void> {
    this.presence.note();
    await this.rules.refuseSuspended(person);
    await this.own(person, paperId, id);
    await this.change(
      paperId,
      { _id: id, 'state.state': { $ne: 'erased' } },
      { text: '$$REMOVE', ...SETTLED, 'state.state': 'erased' },
      'comment.erased',
    );
  }

  /** Shows a comment that is held. The audit log names the curator. */
  async publish(curator: PersonCaller, paperId: string, id: string): Promise<void> {
    const note = await this.noteOf(curator, paperId, id);
    await this.audit.record({ act: 'comment-published', ...note }, () =>
      this.change(
        paperId,
        { _id: id, 'state.state': 'held' },
        { ...SETTLED, 'state.state': 'shown' },
        'comment.posted',
      ),
    );
  }

  /** Dismisses the reports of a comment that is shown. The audit log names the curator. */
  async dismiss(curator: PersonCaller, paperId: string, id: string): Promise<void> {
    const note = await this.noteOf(curator, paperId, id);
    const reported = { _id: id, 'state.state': 'shown', waitsSince: { $exists: true } };
    await this.audit.record({ act: 'reports-dismissed', ...note }, async () => {
      const { modifiedCount } = await this.documents.updateOne(reported, [{ $set: SETTLED }]);
      return modifiedCount > 0;
    });
  }

  /** Hides a comment that is shown or held. The audit log names the curator. */
  async hide(curator: PersonCaller, paperId: string, id: string, reason?: string): Promise<void> {
    const note = await this.noteOf(curator, paperId, id, reason);
    await this.audit.record({ act: 'comment-hidden', ...note }, () =>
      this.change(
        paperId,
        { _id: id, 'state.state': { $in: ['shown', 'held'] } },
        { ...SETTLED, 'state.state': 'hidden' },
        'comment.hidden',
      ),
    );
  }

  /** Shows a hidden comment again. The audit log names the curator. */
  async restore(curator: PersonCaller, paperId: string, id: string): Promise<void> {
    const note = await this.noteOf(curator, paperId, id);
    await this.audit.record({ act: 'comment-restored', ...note }, () =>
      this.change(
        paperId,
        { _id: id, 'state.state': 'hidden' },
        { 'state.state': 'shown' },
        'comment.restored',
      ),
    );
  }

  private async noteOf(
    curator: PersonCaller,
    paperId: string,
    id: string,
    reason?: string,
  ): Promise<Omit<AuditNote, 'act'>> {
    const { personId } = await this.known(paperId, id);
    return {
      by: curator.id,
      to: personId,
      paperId,
      commentId: id,
      ...(reason !== undefined && { reason }),
    };
  }

  /** Applies an update together with its event. False when the comment does not match the filter. */
  private async change(
    paperId: string,
    filter: Record<string, unknown>,
    set: PipelineStage.Set['$set'],
    type: PendingEvent['type'],
  ): Promise<boolean> {
    const { modifiedCount } = await this.documents.updateOne(filter, [
      { $set: { seq: NEXT_SEQ, ...set } },
      pendingStage({ type, data: PUBLIC_STATE }),
    ]);
    if (modifiedCount > 0) this.announce(String(filter._id));
    // A repetition puts right what a crash after the first attempt left.
    await this.ofAuthors.refresh(paperId);
    return modifiedCount > 0;
  }

  private announce(id: string): void {
    crashPoint('outbox.after-write');
    this.outbox.nudge(COMMENTS, id);
  }

  private async shown(paperId: string, id: string): Promise<ShownComment> {
    const found = await this.comments.one(paperId, id);
    if (!found) throw unknown(id);
    return found;
  }

  private async asItsAuthorSeesIt(person: PersonCaller, paperId: string, id: string): Promise<ShownComment> {
    const [held] = await this.comments.waiting(person.id, paperId, id);
    return held ?? this.shown(paperId, id);
  }

  private async known(paperId: string, id: string): Promise<Omit<CommentState, 'seq'>> {
    const state = await this.comments.state(paperId, id);
    if (!state) throw unknown(id);
    return state;
  }

  private async own(person: PersonCaller, paperId: string, id: string): Promise<Omit<CommentState, 'seq'>> {
    const state = await this.known(paperId, id);
    if (state.personId !== person.id) {
      throw forbidden('not-your-comment', 'Only the person who wrote a comment may change or delete it.');
    }
    return state;
  }
}

function idOfKey(keyId: string): string {
  return createHash('sha256').update(keyId).digest('base64url').slice(0, 24);
}

function unknown(id: string) {
  return notFound('unknown-comment', `This paper has no comment ${id} that is shown.`);
}
