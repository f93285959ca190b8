import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectModel, isDuplicateKey, Problem } from '@paperboy/platform';
import type { Model } from 'mongoose';
import { type KeyDocument, keySchema } from './idempotency-key.schema.js';

/** A write that a client may repeat: the person, the idempotency key and the request. */
export interface KeyedRequest {
  personId: string;
  key: string;
  request: unknown;
}

/**
 * Answers a repeated write as before. A crash may happen after the write and before its answer is stored. So the
 * written document must hold `keyId`, or an id derived from it, and a repeated write must find the document by it.
 */
@Injectable()
export class IdempotencyStore {
  constructor(@InjectModel(keySchema) private readonly keys: Model<KeyDocument>) {}

  /**
   * Runs `write` unless this request was answered already. A failed write may be retried under its key. Throws 422
   * `idempotency-key-reused` when the key came with another request.
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
      await this.keys.create({ _id, request, at: new Date() });
      return { request };
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      // The key may have expired since.
      return (await this.keys.findOne({ _id }).lean()) ?? { request };
    }
  }
}

function reused(): Problem {
  const detail =
    'This Idempotency-Key came with another request before. Repeat a request unchanged, or use a new key.';
  return new Problem({ status: 422, code: 'idempotency-key-reused', detail });
}
