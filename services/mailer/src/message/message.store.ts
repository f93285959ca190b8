import { Inject, Injectable } from '@nestjs/common';
import { MONGO } from '@paperboy/platform';
import type { Connection } from 'mongoose';
import type { LedgerRow } from '../ledger/ledger.js';
import { LedgerStore } from '../ledger/ledger.store.js';
import type { Message } from './message.js';

/** Single messages in MongoDB. */
@Injectable()
export class MessageStore {
  readonly ledger: LedgerStore;

  constructor(@Inject(MONGO) private readonly mongo: Connection) {
    this.ledger = new LedgerStore(mongo.collection<LedgerRow>('messages'));
  }

  /** Writes a message down, to be sent. A second one with its id changes nothing. */
  async add(message: Message): Promise<void> {
    const { _id, ...rest } = message;
    await this.messages.updateOne({ _id }, { $setOnInsert: rest }, { upsert: true });
  }

  async find(id: string): Promise<Message | null> {
    return this.messages.findOne({ _id: id });
  }

  /** When an address was last asked to confirm, the newest first. */
  async askedBefore(subscriberId: string): Promise<Date[]> {
    const found = await this.messages
      .find({ subscriberId }, { projection: { requestedAt: 1 } })
      .sort({ requestedAt: -1 })
      .limit(10)
      .toArray();
    return found.map(({ requestedAt }) => requestedAt);
  }

  async markConfirmed(id: string, now: Date): Promise<void> {
    await this.messages.updateOne(
      { _id: id, confirmedAt: { $exists: false } },
      { $set: { confirmedAt: now } },
    );
  }

  /** Ids of messages to be sent now. */
  async due(now: Date, limit: number): Promise<string[]> {
    const found = await this.messages
      .find({ state: 'claimed', nextAttemptAt: { $lte: now } }, { projection: { _id: 1 } })
      .sort({ nextAttemptAt: 1 })
      .limit(limit)
      .toArray();
    return found.map(({ _id }) => _id);
  }

  private get messages() {
    return this.mongo.collection<Message>('messages');
  }
}
