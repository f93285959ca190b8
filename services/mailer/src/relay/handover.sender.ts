import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, type Log, retriability } from '@paperboy/platform';
import { AWAY_MS, isTooLate, type LedgerRow, type Settlement, settlement } from '../ledger/ledger.js';
import type { LedgerStore } from '../ledger/ledger.store.js';
import type { Letter } from '../letter/letter.composer.js';
import type { Connected, Postbox } from './postbox.transport.js';
import type { Admission } from './relay-trust.js';
import type { RelayWatch } from './relay-watch.js';

/**
 * The decision on a row right before its hand-over: its letter, with the id of the record of its content. Or there is
 * none, for good (`suppressed`, `skipped`) or for now (`notBefore`, `held`).
 */
export type Decision =
  | { letter: Letter; recordId?: string }
  | { suppressed: string }
  | { skipped: string }
  | { notBefore: Date }
  | 'held';

/**
 * The result for one row. `away`: the relay can't be reached or sending pauses, so the next rows need not be tried.
 * `taken`: another sender has the row. `held`: the decision was to leave the row as it is.
 */
export type Handled = 'ended' | 'again-later' | 'away' | 'taken' | 'held';

/** The time after the longest hand-over until the sender of a row counts as dead. */
const LOCK_SPARE_MS = 10_000;
const SETTLE_TRIES = 20;
const SETTLE_WAIT_MS = 500;

/** An outcome that is not written yet, so its row is still handed off, although its connection is free. */
interface Unwritten {
  ledger: LedgerStore;
  /** A first attempt to write it failed. */
  failed: boolean;
  written: Promise<void>;
}

/** Sends the mail of one row: decides, hands off, and records the outcome. */
export class HandoverSender {
  private readonly unwritten = new Set<Unwritten>();

  constructor(
    private readonly postbox: Postbox,
    private readonly relay: RelayWatch,
    /** Notes that an address will never take a mail, so that it gets no more. */
    private readonly noteGone: (address: string) => Promise<void>,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** The number of hand-overs that can run at the same time. */
  get atOnce(): number {
    return this.postbox.connections;
  }

  /** Whether anything may be sent now. */
  mayTry(): boolean {
    return this.relay.mayTry();
  }

  /**
   * Waits for a free connection, then decides and hands off. `decide` is called right before the hand-over: only the
   * write that hands the row off lies between them.
   */
  async handOver(ledger: LedgerStore, row: LedgerRow, decide: () => Promise<Decision>): Promise<Handled> {
    let admission = 'closed' as Admission;
    try {
      const ended = await this.postbox.lend(async (line) => {
        admission = this.relay.admit();
        return admission === 'closed' ? 'away' : this.attempt(ledger, row, decide, await line(), admission);
      });
      if (typeof ended === 'string') return ended;
      // The connection is free already: the outcome is written together with the next hand-off.
      await ended.written;
      return ended.handled;
    } finally {
      if (admission !== 'closed') this.relay.left(admission);
    }
  }

  private async attempt(
    ledger: LedgerStore,
    row: LedgerRow,
    decide: () => Promise<Decision>,
    line: Connected,
    admission: Admission,
  ): Promise<Handled | { handled: Handled; written: Promise<void> }> {
    // Read after the wait for a connection, so that it is the time of sending.
    const now = this.clock.now();
    if (isTooLate(row, now)) return this.end(ledger, row, 'skipped', 'late');
    const decision = await decide();
    if (decision === 'held') return 'held';
    if ('notBefore' in decision) {
      await ledger.postpone(row._id, decision.notBefore);
      return 'again-later';
    }
    if ('suppressed' in decision) return this.end(ledger, row, 'suppressed', decision.suppressed);
    if ('skipped' in decision) return this.end(ledger, row, 'skipped', decision.skipped);
    if ('away' in line) {
      this.relay.note({ kind: 'away', reason: line.away }, admission, false);
      await ledger.postpone(row._id, new Date(now.getTime() + AWAY_MS));
      return 'away';
    }
    await this.writtenBefore(ledger);
    if (!this.relay.stillAdmits(admission)) return 'away';
    const owner = randomUUID();
    const until = new Date(now.getTime() + this.postbox.longestMs + LOCK_SPARE_MS);
    if (!(await ledger.handOff(row._id, { owner, until }, now, decision.recordId))) return 'taken';
    const outcome = await line.send(decision.letter);
    const othersAccepted = row.refusedAt !== undefined && this.relay.acceptedSince(row.refusedAt);
    const settled = settlement(outcome, row, this.clock.now(), othersAccepted);
    this.relay.note(outcome, admission, othersAccepted);
    if (outcome.kind !== 'accepted') {
      this.log.warn({ row: row._id, outcome, state: settled.state }, 'A mail was not accepted by the relay.');
    }
    const written = this.settle(ledger, row._id, owner, settled);
    if (outcome.kind === 'refused' && outcome.when === 'never' && outcome.gone) {
      await this.suppress(row._id, decision.letter.to);
    }
    if (outcome.kind === 'away' || !this.relay.mayTry()) return { handled: 'away', written };
    return { handled: settled.state === 'claimed' ? 'again-later' : 'ended', written };
  }

  /** If it fails, the next mail to the address is refused and tries it again. */
  private async suppress(row: string, address: string): Promise<void> {
    try {
      await this.noteGone(address);
    } catch (error) {
      this.log.warn({ row, err: error }, 'An address that does not exist could not be suppressed.');
    }
  }

  private async end(
    ledger: LedgerStore,
    row: LedgerRow,
    state: 'suppressed' | 'skipped',
    reason: string,
  ): Promise<Handled> {
    await ledger.end(row._id, state, reason, this.clock.now());
    return 'ended';
  }

  /**
   * Waits until no more rows are handed off than there are connections. Outcomes of the same ledger are written with
   * the next hand-off, so only others are waited for, and those that could not be written yet.
   */
  private async writtenBefore(ledger: LedgerStore): Promise<void> {
    const others = [...this.unwritten].filter((outcome) => outcome.ledger !== ledger || outcome.failed);
    await Promise.allSettled(others.map(({ written }) => written));
  }

  /** Records an outcome. Only this process knows it, so it retries for a while when the database is not reachable. */
  private settle(ledger: LedgerStore, id: string, owner: string, settled: Settlement): Promise<void> {
    const outcome: Unwritten = { ledger, failed: false, written: Promise.resolve() };
    const write = () => ledger.settle(id, owner, settled, this.clock.now());
    outcome.written = this.retried(outcome, write).finally(() => this.unwritten.delete(outcome));
    this.unwritten.add(outcome);
    return outcome.written;
  }

  private async retried(outcome: Unwritten, write: () => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await write();
      } catch (error) {
        outcome.failed = true;
        if (tries === SETTLE_TRIES || retriability(error) !== 'retriable') throw error;
        await sleep(SETTLE_WAIT_MS);
      }
    }
  }
}
