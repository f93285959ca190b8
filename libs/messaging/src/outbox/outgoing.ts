import { EVENT_BYTES } from '@paperboy/contracts';
import type { Message } from 'kafkajs';
import { encodeEvent } from '../kafka/cloud-event.js';
import { bytesOf } from '../kafka/message-size.js';
import type { OutboxDocument } from './pending-stage.js';

/** An event that is too large for any topic. */
export interface TooLarge {
  /** The id of its document. */
  id: string;
  seq: number;
  bytes: number;
}

/** The messages of some documents. */
export interface Outgoing {
  /** In order. Each portion is small enough to be sent at once to a single partition. */
  portions: Message[][];
  tooLarge: TooLarge[];
}

/** The messages of all pending events of some documents, without those that are too large. */
export function outgoing(
  documents: readonly OutboxDocument[],
  { collection, source }: { collection: string; source: string },
): Outgoing {
  const portions: Message[][] = [];
  const tooLarge: TooLarge[] = [];
  let room = 0;
  for (const { _id, pending = [] } of documents) {
    for (const { type, seq, at, traceparent, data } of pending) {
      const message = encodeEvent({
        type,
        id: `${collection}/${_id}/${seq}`,
        source,
        key: _id,
        at,
        data: data ?? null,
        traceparent,
      });
      const bytes = bytesOf(message);
      if (bytes > EVENT_BYTES) {
        tooLarge.push({ id: _id, seq, bytes });
        continue;
      }
      if (bytes > room) {
        portions.push([]);
        room = EVENT_BYTES;
      }
      portions.at(-1)?.push(message);
      room -= bytes;
    }
  }
  return { portions, tooLarge };
}
