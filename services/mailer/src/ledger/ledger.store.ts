import { Batcher } from '@paperboy/platform';
import type { Collection } from 'mongoose';
import type { LedgerRow, Settlement } from './ledger.js';

/** One move of a row, written together with others. */
type Move =
  | { kind: 'hand-off'; id: string; lock: NonNullable<LedgerRow['lock']>; now: Date; recordId?: string }
  | { kind: 'settle'; id: string; owner: string; settlement: Settlement; now: Date };

/** While one command is written, moves wait for the next. So a row never moves before another that was added first. */
const TOGETHER = { most: 200, everyMs: 0, enough: 1, atOnce: 1 };

/**
 * The moves of rows between states, each one conditional update of one document. Moves to and from `handed-off` share a
 * command with others of the same moment, because writing durably takes as long for one row as for many.
 */
export class LedgerStore {
  private readonly moves = new Batcher<Move, boolean>((moves) => this.write(moves), TOGETHER);

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
    return this.moves.add({
      kind: 'hand-off',
      id,
      lock,
      now,
      ...(recordId === undefined ? {} : { recordId }),
    });
  }

  /**
   * Records how a hand-over ended. Only the sender that began it can do so. A sender that was frozen until its row
   * became uncertain still knows the outcome, so it may settle an uncertain row too. It is written before any row that
   * is handed off by a later call.
   */
  async settle(id: string, owner: string, settlement: Settlement, now: Date): Promise<void> {
    await this.moves.add({ kind: 'settle', id, owner, settlement, now });
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

  /** Writes moves in one command. True for each settlement, and for each row that was handed off. */
  private async write(moves: readonly Move[]): Promise<boolean[]> {
    // Settlements come first, so that at no moment more rows are handed off than messages are on their way.
    const inOrder = [...moves].sort(
      (one, other) => Number(other.kind === 'settle') - Number(one.kind === 'settle'),
    );
    const { modifiedCount } = await this.rows.bulkWrite(inOrder.map(updateOf), { ordered: true });
    if (modifiedCount === moves.length) return moves.map(() => true);
    // Some did not apply, and MongoDB does not say which.
    const owners = await this.ownersOf(moves.flatMap((move) => (move.kind === 'hand-off' ? [move.id] : [])));
    return moves.map((move) => move.kind === 'settle' || owners.get(move.id) === move.lock.owner);
  }

  private async ownersOf(ids: readonly string[]): Promise<Map<string, string | undefined>> {
    if (ids.length === 0) return new Map();
    const rows = await this.rows
      .find({ _id: { $in: [...ids] }, state: 'handed-off' }, { projection: { lock: 1 } })
      .toArray();
    return new Map(rows.map(({ _id, lock }) => [_id, lock?.owner]));
  }
}

function updateOf(move: Move) {
  if (move.kind === 'hand-off') {
    const { id, lock, now, recordId } = move;
    return {
      updateOne: {
        filter: { _id: id, state: 'claimed' as const, nextAttemptAt: { $lte: now } },
        update: {
          $set: { state: 'handed-off' as const, lock, ...(recordId === undefined ? {} : { recordId }) },
        },
      },
    };
  }
  const { id, owner, settlement, now } = move;
  const ended = settlement.state !== 'claimed';
  return {
    updateOne: {
      filter: { _id: id, state: { $in: ['handed-off' as const, 'uncertain' as const] }, 'lock.owner': owner },
      update: {
        $set: { ...settlement, ...(ended ? { endedAt: now } : {}) },
        $unset: { lock: '' as const, ...(settlement.reason ? {} : { reason: '' as const }) },
      },
    },
  };
}
