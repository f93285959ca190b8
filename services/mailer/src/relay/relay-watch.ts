import { type Clock, type ComponentHealth, type Health, type Log, metrics } from '@paperboy/platform';
import type { Outcome } from '../ledger/outcome.js';
import type { Admission, RelayTrust } from './relay-trust.js';

const paused = metrics.gauge({
  name: 'paperboy_mailer_sending_paused',
  help: 'Whether sending pauses after bad outcomes in a row: 1, or 0.',
});
const badInARow = metrics.gauge({
  name: 'paperboy_mailer_bad_outcomes_in_a_row',
  help: 'Mails in a row that were lost on the way to the relay or refused for a reason other than the address.',
});
const outcomes = metrics.counter({
  name: 'paperboy_mailer_outcomes_total',
  help: 'What became of mails that were handed to the relay.',
  labelNames: ['outcome'],
});

/** Applies the relay's trust to each mail, and reports it to operators: in the log, in health and as metrics. */
export class RelayWatch {
  constructor(
    private readonly trust: RelayTrust,
    health: Health,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    health.add('relay', () => this.health());
  }

  /** Whether anything may be sent now. */
  mayTry(): boolean {
    return this.trust.mayTry(this.clock.now());
  }

  /** As RelayTrust. */
  admit(): Admission {
    return this.trust.admit(this.clock.now());
  }

  /** As RelayTrust. */
  stillAdmits(admission: Admission): boolean {
    return this.trust.stillAdmits(admission);
  }

  /** As RelayTrust. */
  left(admission: Admission): void {
    this.trust.left(admission);
  }

  /** As RelayTrust. */
  acceptedSince(moment: Date): boolean {
    return this.trust.acceptedSince(moment);
  }

  /** As RelayTrust. Logs when sending pauses and when it goes on. */
  note(outcome: Outcome, admission: Admission, ownFault: boolean): void {
    const change = this.trust.note(outcome, admission, this.clock.now(), ownFault);
    outcomes.inc({ outcome: outcome.kind });
    const state = this.measured();
    if (change === 'resumed') this.log.info('The relay accepted a mail again: sending goes on.');
    else if (change) this.log.error({ ...state }, this.pausedText());
  }

  /** As RelayTrust. */
  wantsLook(): boolean {
    return this.trust.wantsLook(this.clock.now());
  }

  /** As RelayTrust. Logs when the relay answers again. */
  looked(away: string | undefined): void {
    this.trust.looked(away, this.clock.now());
    this.measured();
    if (away === undefined) this.log.info('The relay answers again; no mail waits for it.');
  }

  private measured() {
    const state = this.trust.state();
    paused.set(state.paused ? 1 : 0);
    badInARow.set(state.badInARow);
    return state;
  }

  private health(): ComponentHealth {
    const { paused: pausing, onProbation, badInARow: bad, nextTryAt, away, underWay } = this.trust.state();
    const figures = {
      badInARow: bad,
      underWay,
      ...(nextTryAt ? { nextTryAt: nextTryAt.toISOString() } : {}),
    };
    if (pausing) return { state: 'degraded', detail: this.pausedText(), ...figures };
    if (away)
      return {
        state: 'degraded',
        detail: `The relay can't be reached or takes nothing of us: ${away}. It is tried again within seconds.`,
        ...figures,
      };
    if (onProbation)
      return { state: 'up', detail: 'The relay answers again. The next mail tries it alone.', ...figures };
    return { state: 'up', ...figures };
  }

  private pausedText(): string {
    const { badInARow: bad, lastBad, nextTryAt } = this.trust.state();
    return (
      `Sending pauses after ${bad} bad outcomes in a row, the last: ${lastBad}. One mail tries the relay at ` +
      `${nextTryAt?.toISOString()} or as soon as one is due; when it is accepted, sending goes on by itself.`
    );
  }
}
