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

  /** Whether a person's mails already include a comment. */
  async isTold(personId: string, commentId: string): Promise<boolean> {
    return (await this.notices.findOne({ kind: 'notice', personId, commentIds: commentId })) !== null;
  }

  /** The number of a person's mails about comments that are due after a moment. Counts only up to the limit. */
  async since(personId: string, moment: Date, limit: number): Promise<number> {
    return this.notices.countDocuments({ kind: 'notice', personId, dueAt: { $gt: moment } }, { limit });
  }

  /**
   * Adds a comment to a person's mail of the given name, and returns the id of that mail. Undefined when the mail is
   * full or no longer waits to be sent.
   */
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

/** The id of a mail. It has 12 characters, as link tokens and bounce addresses require. */
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
