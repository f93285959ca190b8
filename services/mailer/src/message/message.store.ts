import { Inject, Injectable } from '@nestjs/common';
import { isDuplicateKey, MONGO } from '@paperboy/platform';
import type { Connection } from 'mongoose';
import { type LedgerRow, WENT } from '../ledger/ledger.js';
import { LedgerStore } from '../ledger/ledger.store.js';
import type { ConfirmationMessage, Message } from './message.js';
import { MESSAGES } from './message.schema.js';

/** The part of an earlier confirmation that decides whether a new one may be sent. */
export type AskedConfirmation = Pick<ConfirmationMessage, 'requestedAt' | 'address' | 'wish' | 'ordinal'>;

/** Single messages in MongoDB. */
@Injectable()
export class MessageStore {
  readonly ledger: LedgerStore;

  constructor(@Inject(MONGO) private readonly mongo: Connection) {
    this.ledger = new LedgerStore(mongo.collection<LedgerRow>(MESSAGES));
  }

  /** Adds a message that is to be sent. False when there is one with its id already, which stays as it is. */
  async add(message: Message): Promise<boolean> {
    const { _id, ...rest } = message;
    try {
      const { upsertedCount } = await this.messages.updateOne(
        { _id },
        { $setOnInsert: rest },
        { upsert: true },
      );
      return upsertedCount === 1;
    } catch (error) {
      // Another insert with this id came at the same moment.
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async find(id: string): Promise<Message | null> {
    return this.messages.findOne({ _id: id });
  }

  /** A message that was handed off. Null for any other, also when it is deleted already. */
  async went(id: string): Promise<Message | null> {
    return this.messages.findOne({ _id: id, state: { $in: [...WENT] } });
  }

  /** Records the id that is derived from the address of a message, before it is handed off. */
  async noteReader(id: string, subscriberId: string): Promise<void> {
    await this.messages.updateOne(
      { _id: id, state: 'claimed', subscriberId: { $exists: false } },
      { $set: { subscriberId } },
    );
  }

  async findConfirmation(id: string): Promise<ConfirmationMessage | null> {
    return this.messages.findOne<ConfirmationMessage>({ _id: id, kind: 'confirmation' });
  }

  /** The confirmations that were requested for a mailbox, the newest first, at most ten. */
  async askedBefore(mailboxId: string): Promise<AskedConfirmation[]> {
    return this.messages
      .find<AskedConfirmation>(
        { mailboxId },
        { projection: { _id: 0, requestedAt: 1, address: 1, wish: 1, ordinal: 1 } },
      )
      .sort({ ordinal: -1 })
      .limit(10)
      .toArray();
  }

  /** The number of confirmations that addresses of a domain were sent since a moment. Counts only up to the limit. */
  async askedOfDomain(domainId: string, since: Date, limit: number): Promise<number> {
    return this.messages.countDocuments({ domainId, requestedAt: { $gt: since } }, { limit });
  }

  /** Deletes a subscriber's confirmations at a mailbox, and the mails about comments and webhooks to a person. */
  async forget(mailboxId: string, subscriberId: string, personId: string): Promise<void> {
    await this.messages.deleteMany({ mailboxId, subscriberId });
    await this.messages.deleteMany({ kind: 'notice', personId });
    await this.messages.deleteMany({ kind: 'webhook-disabled', personId });
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
    return this.mongo.collection<Message>(MESSAGES);
  }
}
