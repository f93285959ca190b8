import type { Outcome } from '../ledger/outcome.js';

/** The settings of the trust. */
export interface TrustSettings {
  /** The number of bad outcomes in a row that end the trust. */
  pauseAfter: number;
}

/** The change after an outcome. */
export type TrustChange = 'paused' | 'paused-again' | 'resumed' | undefined;

/** What may be sent now: everything, one mail to try the relay with, or nothing. */
export type Admission = 'open' | 'trial' | 'closed';

const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 30 * 60_000;
/** A waiting mail tries a bad relay within seconds. When none has done so for this time, no mail waits here. */
const QUIET_MS = 10_000;

/**
 * How far the relay is trusted. An outcome is bad when it may repeat with every mail: an uncertain one, or a refusal
 * for good that does not name the recipient. After a few bad outcomes in a row sending pauses. After each pause one
 * mail tries the relay, and the pauses double until a mail is accepted.
 */
export class RelayTrust {
  private badInARow = 0;
  private pauses = 0;
  private resumeAt: Date | undefined;
  private trying = false;
  private underWay = 0;
  private lastBad: string | undefined;
  private acceptedAt: Date | undefined;
  private awayReason: string | undefined;
  private heardAt: Date | undefined;
  /** The pause is over and the relay answers, but no mail has tried it yet. */
  private onProbation = false;

  constructor(private readonly settings: TrustSettings) {}

  /** Whether `admit` would let a mail pass. Changes nothing. */
  mayTry(now: Date): boolean {
    return this.resumeAt === undefined || (!this.trying && now >= this.resumeAt);
  }

  /** Asks to send one mail. After `open` and `trial` the caller must call `left` at the end. */
  admit(now: Date): Admission {
    if (!this.mayTry(now)) return 'closed';
    this.underWay += 1;
    if (this.resumeAt === undefined) return 'open';
    this.trying = true;
    return 'trial';
  }

  /** Whether an admitted mail may still be handed off: a pause that began meanwhile holds it back. */
  stillAdmits(admission: Admission): boolean {
    return admission === 'trial' || this.resumeAt === undefined;
  }

  /** Notes that an admitted mail has ended, with an outcome or without one. */
  left(admission: Admission): void {
    this.underWay -= 1;
    if (admission === 'trial') this.trying = false;
  }

  /** Whether the relay accepted a mail at this moment or after it. */
  acceptedSince(moment: Date): boolean {
    return this.acceptedAt !== undefined && this.acceptedAt >= moment;
  }

  /** Notes the outcome of an admitted mail. `known` says that a refusal is known to concern this mail only. */
  note(outcome: Outcome, admission: Admission, now: Date, known = false): TrustChange {
    this.heardAt = now;
    this.awayReason = outcome.kind === 'away' ? outcome.reason : undefined;
    if (outcome.kind === 'accepted') return this.accepted(now);
    const bad = known ? undefined : badness(outcome);
    if (bad === undefined) return undefined;
    this.badInARow += 1;
    this.lastBad = bad;
    if (this.resumeAt === undefined && this.badInARow >= this.settings.pauseAfter) return this.pause(now);
    // Only a trial makes the pause longer. Mails that were under way when it began do not.
    return admission === 'trial' ? this.pause(now) : undefined;
  }

  /** Whether to try the relay without a mail: it is known as bad, and no mail waits to try it. */
  wantsLook(now: Date): boolean {
    if (this.underWay > 0 || (this.awayReason === undefined && !this.pausing)) return false;
    const since = Math.max(this.heardAt?.getTime() ?? 0, this.resumeAt?.getTime() ?? 0);
    return now.getTime() - since >= QUIET_MS;
  }

  /**
   * Notes the result of a try without a mail: undefined, or the reason why the relay is not reachable. A relay that
   * answers no longer counts as bad once its pause is over. But only an accepted mail ends the trials.
   */
  looked(away: string | undefined, now: Date): void {
    this.heardAt = now;
    this.awayReason = away;
    this.onProbation = away === undefined && this.resumeAt !== undefined && this.mayTry(now);
  }

  /** The state for health, log and metrics. */
  state(): {
    paused: boolean;
    onProbation: boolean;
    badInARow: number;
    nextTryAt: Date | undefined;
    lastBad: string | undefined;
    away: string | undefined;
    underWay: number;
  } {
    const { badInARow, resumeAt, lastBad, awayReason, onProbation, pausing, underWay } = this;
    return {
      paused: pausing,
      onProbation,
      badInARow,
      nextTryAt: pausing ? resumeAt : undefined,
      lastBad,
      away: awayReason,
      underWay,
    };
  }

  private get pausing(): boolean {
    return this.resumeAt !== undefined && !this.onProbation;
  }

  private accepted(now: Date): TrustChange {
    const wasPaused = this.resumeAt !== undefined;
    this.acceptedAt = now;
    this.badInARow = 0;
    this.pauses = 0;
    this.resumeAt = undefined;
    this.onProbation = false;
    return wasPaused ? 'resumed' : undefined;
  }

  private pause(now: Date): TrustChange {
    this.resumeAt = new Date(now.getTime() + Math.min(FIRST_PAUSE_MS * 2 ** this.pauses, LONGEST_PAUSE_MS));
    this.pauses += 1;
    this.onProbation = false;
    return this.pauses === 1 ? 'paused' : 'paused-again';
  }
}

function badness(outcome: Outcome): string | undefined {
  if (outcome.kind === 'uncertain') return `connection lost (${outcome.reason})`;
  if (outcome.kind !== 'refused' || outcome.when === 'later' || outcome.blames === 'recipient')
    return undefined;
  return outcome.answer ?? String(outcome.code);
}
