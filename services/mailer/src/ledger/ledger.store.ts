import type { Collection } from 'mongoose';
import type { LedgerRow, Settlement } from './ledger.js';

/** The moves of rows between states, each one conditional update of one document. */
export class LedgerStore {
  constructor(private readonly rows: Collection<LedgerRow>) {}

  /**
   * Moves a claimed row to `handed-off` for one sender, just before its message goes to the relay. False when another
   * sender was faster, or the row is not claimed and due. `recordId` names the record of the digest's content. The
   * write is durable (majority, journal) before this resolves, so a kill afterwards leaves the row handed off.
   */
  async handOff(
    id: string,
    lock: NonNullable<LedgerRow['lock']>,
    now: Date,
    recordId?: string,
  ): Promise<boolean> {
    const { modifiedCount } = await this.rows.updateOne(
      { _id: id, state: 'claimed', nextAttemptAt: { $lte: now } },
      { $set: { state: 'handed-off', lock, ...(recordId === undefined ? {} : { recordId }) } },
    );
    return modifiedCount === 1;
  }

  /**
   * Records how a hand-over ended. Only the sender that began it can do so. A sender that was frozen until its row
   * became uncertain still knows the outcome, so it may settle an uncertain row too.
   */
  async settle(id: string, owner: string, settlement: Settlement, now: Date): Promise<void> {
    const ended = settlement.state !== 'claimed';
    await this.rows.updateOne(
      { _id: id, state: { $in: ['handed-off', 'uncertain'] }, 'lock.owner': owner },
      {
        $set: { ...settlement, ...(ended ? { endedAt: now } : {}) },
        $unset: { lock: '', ...(settlement.reason ? {} : { reason: '' }) },
      },
    );
  }

  /** Puts off the next attempt of a row that was not handed over. */
  async postpone(id: string, until: Date): Promise<void> {
    await this.rows.updateOne({ _id: id, state: 'claimed' }, { $set: { nextAttemptAt: until } });
  }

  /** Ends a row that was never handed over. */
  async end(id: string, state: 'suppressed' | 'skipped', reason: string, now: Date): Promise<void> {
    await this.rows.updateOne({ _id: id, state: 'claimed' }, { $set: { state, reason, endedAt: now } });
  }

  /**
   * Makes the rows of dead senders `uncertain`, and returns their number. Whether their mails were sent is not known,
   * so they are not sent again.
   */
  async expire(now: Date): Promise<number> {
    const { modifiedCount } = await this.rows.updateMany(
      { state: 'handed-off', 'lock.until': { $lt: now } },
      { $set: { state: 'uncertain', reason: 'sender-died', endedAt: now } },
    );
    return modifiedCount;
  }
}
