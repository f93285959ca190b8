import { createHash, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { CommentState, ShownComment } from '@paperboy/contracts';
import { crashPoint, Outbox, type PendingEvent, pendingStage } from '@paperboy/messaging';
import {
  Clock,
  CONFIG,
  forbidden,
  isDuplicateKey,
  Log,
  MONGO,
  notFound,
  type PersonCaller,
  tooMany,
} from '@paperboy/platform';
import type { Collection, Connection, PipelineStage } from 'mongoose';
import type { CatalogConfig } from '../catalog.config.js';
import { DATABASE_NOW, secondsLeftOfDay } from '../document/database-time.js';
import { QuotaStore } from '../document/quota.store.js';
import { NEXT_SEQ, PUBLIC_STATE } from '../document/stored-state.js';
import { PaperStore } from '../paper/paper.store.js';
import { Presence } from '../person/presence.store.js';
import { COMMENTS, type CommentDocument, editRefusal } from './comment.js';
import { CommentStore } from './comment.store.js';
import { NoticeReader } from './notice.reader.js';

/** A comment to be posted. */
export interface NewComment {
  paperId: string;
  text: string;
  /** The comment that it answers. */
  replyTo?: string;
}

/** Takes comments, and what becomes of them: each change is one atomic update that also holds the event. */
@Injectable()
export class CommentDesk {
  private readonly documents: Collection<CommentDocument>;

  constructor(
    @Inject(MONGO) connection: Connection,
    @Inject(CONFIG) private readonly config: CatalogConfig,
    private readonly clock: Clock,
    private readonly comments: CommentStore,
    private readonly notices: NoticeReader,
    private readonly papers: PaperStore,
    private readonly quotas: QuotaStore,
    private readonly presence: Presence,
    private readonly outbox: Outbox,
    private readonly log: Log,
  ) {
    this.documents = connection.collection<CommentDocument>(COMMENTS);
  }

  /**
   * Posts a comment. Under an idempotency key its id is made of the key, so that the same comment is found when the
   * request is repeated.
   */
  async post(person: PersonCaller, comment: NewComment, keyId?: string): Promise<ShownComment> {
    this.presence.note();
    const { paperId, text, replyTo } = comment;
    const paper = await this.papers.lookUp(paperId);
    if (!paper) throw notFound('unknown-paper', `The catalog has no paper ${paperId}.`);
    if (replyTo !== undefined) await this.shown(paperId, replyTo);
    const id = keyId === undefined ? randomUUID() : idOfKey(keyId);
    await this.takePlace(person, id);
    const notifies = await this.notices.told(person.id, text, replyTo);
    if (replyTo !== undefined) await this.documents.updateOne({ _id: replyTo }, { $set: { answered: true } });
    const state = {
      id,
      paperId: { $literal: paperId },
      personId: { $literal: person.id },
      ...(replyTo && { replyTo: { $literal: replyTo } }),
      ...(notifies.length > 0 && { notifies: { $literal: notifies } }),
      postedAt: DATABASE_NOW,
      state: 'shown',
      sample: false,
    };
    try {
      await this.documents.updateOne(
        { _id: id, seq: { $exists: false } },
        [
          { $set: { seq: NEXT_SEQ, text: { $literal: text }, state } },
          pendingStage({ type: 'comment.posted', data: PUBLIC_STATE }),
        ],
        { upsert: true },
      );
    } catch (error) {
      // It was posted under this key before.
      if (!isDuplicateKey(error)) throw error;
    }
    this.announce(id);
    return this.shown(paperId, id);
  }

  /** Changes the text of an own comment. The same text again changes nothing. */
  async edit(person: PersonCaller, paperId: string, id: string, text: string): Promise<ShownComment> {
    this.presence.note();
    const state = await this.own(person, paperId, id);
    if (state.state !== 'shown') throw unknown(id);
    if (editRefusal(state, person, this.clock.now()) === 'comment-too-old') {
      throw forbidden(
        'comment-too-old',
        'A comment can be changed within 15 minutes. Delete it, or add another.',
      );
    }
    await this.change(
      { _id: id, 'state.state': 'shown', text: { $ne: text } },
      { text: { $literal: text }, 'state.editedAt': DATABASE_NOW },
      'comment.edited',
    );
    return this.shown(paperId, id);
  }

  /** Erases an own comment together with its text; one that is erased already stays so. */
  async erase(person: PersonCaller, paperId: string, id: string): Promise<void> {
    this.presence.note();
    await this.own(person, paperId, id);
    await this.change(
      { _id: id, 'state.state': { $ne: 'erased' } },
      { text: '$$REMOVE', 'state.state': 'erased' },
      'comment.erased',
    );
  }

  /** Hides a comment that is shown. The log names the curator. */
  async hide(curator: PersonCaller, paperId: string, id: string): Promise<void> {
    await this.known(paperId, id);
    this.log.info({ comment: id, paper: paperId, by: curator.id }, 'A curator hides a comment.');
    await this.change({ _id: id, 'state.state': 'shown' }, { 'state.state': 'hidden' }, 'comment.hidden');
  }

  /** Shows a hidden comment again. The log names the curator. */
  async restore(curator: PersonCaller, paperId: string, id: string): Promise<void> {
    await this.known(paperId, id);
    this.log.info({ comment: id, paper: paperId, by: curator.id }, 'A curator shows a comment again.');
    await this.change({ _id: id, 'state.state': 'hidden' }, { 'state.state': 'shown' }, 'comment.restored');
  }

  private async change(
    filter: Record<string, unknown>,
    set: PipelineStage.Set['$set'],
    type: PendingEvent['type'],
  ): Promise<void> {
    const { modifiedCount } = await this.documents.updateOne(filter, [
      { $set: { seq: NEXT_SEQ, ...set } },
      pendingStage({ type, data: PUBLIC_STATE }),
    ]);
    if (modifiedCount > 0) this.announce(String(filter._id));
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

  private async takePlace({ id, role }: PersonCaller, commentId: string): Promise<void> {
    if (role !== 'reader') return;
    const now = this.clock.now();
    const places = this.config.COMMENTS_PER_DAY;
    if (await this.quotas.take(`comments:${id}`, commentId, places, now)) return;
    throw tooMany('comment-limit', `A reader may post ${places} comments a day.`, secondsLeftOfDay(now));
  }
}

function idOfKey(keyId: string): string {
  return createHash('sha256').update(keyId).digest('base64url').slice(0, 24);
}

function unknown(id: string) {
  return notFound('unknown-comment', `This paper has no comment ${id} that is shown.`);
}
