import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { MOST_NOTICED } from '@paperboy/contracts';
import { isDuplicateKey, MONGO } from '@paperboy/platform';
import type { Connection } from 'mongoose';
import { NOTICE_KEPT_MS, type NoticeMessage } from './message.js';
import { MESSAGES } from './message.schema.js';

/** Mails about comments in the ledger of messages. */
@Injectable()
export class NoticeStore {
  constructor(@Inject(MONGO) private readonly mongo: Connection) {}

  /** Whether a person is told of a comment already. */
  async isTold(personId: string, commentId: string): Promise<boolean> {
    return (await this.notices.findOne({ kind: 'notice', personId, commentIds: commentId })) !== null;
  }

  /** How many mails about comments a person gets that were due since a moment; counts no further than the limit. */
  async since(personId: string, moment: Date, limit: number): Promise<number> {
    return this.notices.countDocuments({ kind: 'notice', personId, dueAt: { $gt: moment } }, { limit });
  }

  /** Adds a comment to the mail of a person that is due then, and answers the id of that mail; none when it has gone. */
  async add(personId: string, commentId: string, name: string, dueAt: Date): Promise<string | undefined> {
    const _id = idOf(personId, name);
    const { commentIds: _none, ...row } = rowOf(personId, dueAt);
    try {
      await this.notices.updateOne(
        { _id, state: 'claimed', [`commentIds.${MOST_NOTICED - 1}`]: { $exists: false } },
        { $setOnInsert: row, $addToSet: { commentIds: commentId } },
        { upsert: true },
      );
      return _id;
    } catch (error) {
      if (isDuplicateKey(error)) return undefined;
      throw error;
    }
  }

  private get notices() {
    return this.mongo.collection<NoticeMessage>(MESSAGES);
  }
}

/** Links and paths of bounces stand for ids of 12 characters. */
function idOf(personId: string, name: string): string {
  const hash = createHash('sha256').update(`notice\0${personId}\0${name}`).digest();
  return hash.subarray(0, 9).toString('base64url');
}

function rowOf(personId: string, dueAt: Date): Omit<NoticeMessage, '_id' | 'state'> {
  return {
    kind: 'notice',
    personId,
    commentIds: [],
    dueAt,
    attempts: 0,
    nextAttemptAt: dueAt,
    expiresAt: new Date(dueAt.getTime() + NOTICE_KEPT_MS),
  };
}
