import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { MONGO, Problem } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { isOnlyDuplicates } from './duplicate-key.store.js';

/** The collection of idempotency keys; documents leave it by themselves a week later. */
export const IDEMPOTENCY_KEYS = 'idempotencyKeys';

interface KeyDocument {
  /** The person and the key that the person's client made up. */
  _id: string;
  /** A digest of the request that came with the key first. */
  request: string;
  /** What the request was answered with; absent while it is under way, and when it failed. */
  answer?: object;
  at: Date;
}

/** A write that a client may repeat: who writes, under which key, and what was asked for. */
export interface KeyedRequest {
  personId: string;
  key: string;
  request: unknown;
}

/**
 * Answers a repeated write as it was answered before. A crash may fall between the write and the storing of its
 * answer, so what is written must hold `keyId` itself, and a repeated write must find it by that.
 */
@Injectable()
export class IdempotencyStore {
  private readonly keys: Collection<KeyDocument>;

  constructor(@Inject(MONGO) connection: Connection) {
    this.keys = connection.collection<KeyDocument>(IDEMPOTENCY_KEYS);
  }

  /**
   * Does `write` unless this request was answered already. A write that fails may be tried again under its key. Throws
   * 422 `idempotency-key-reused` when the key came with another request.
   */
  async once<Answer extends object>(
    keyed: KeyedRequest,
    write: (keyId: string) => Promise<Answer>,
  ): Promise<Answer> {
    const _id = `${keyed.personId}:${keyed.key}`;
    const request = createHash('sha256').update(JSON.stringify(keyed.request)).digest('base64url');
    const known = await this.claim(_id, request);
    if (known.request !== request) throw reused();
    if (known.answer) return known.answer as Answer;
    const answer = await write(_id);
    await this.keys.updateOne({ _id }, { $set: { answer } });
    return answer;
  }

  private async claim(_id: string, request: string): Promise<Pick<KeyDocument, 'request' | 'answer'>> {
    try {
      await this.keys.insertOne({ _id, request, at: new Date() });
      return { request };
    } catch (error) {
      if (!isOnlyDuplicates(error)) throw error;
      // It may have left the collection in this very moment.
      return (await this.keys.findOne({ _id })) ?? { request };
    }
  }
}

function reused(): Problem {
  const detail =
    'This Idempotency-Key came with another request before. Repeat a request unchanged, or use a new key.';
  return new Problem({ status: 422, code: 'idempotency-key-reused', detail });
}
