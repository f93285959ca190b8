import { waitFor } from '@paperboy/testing';
import type { ScriptedRelay } from '../../../services/mailer/test/scripted-relay.server.js';
import type { Cluster } from '../cluster.js';
import type { Random } from '../random.js';

/** When in the sending the mailer is killed, as its relay sees it. */
export type Moment =
  /** When the relay has heard the nth recipient: nothing of that mail has left. */
  | { at: 'recipient'; nth: number }
  /** When the relay takes the nth message, before the mailer can have heard so. */
  | { at: 'taken'; nth: number }
  /** When so many messages wait for an answer that does not come, after the relay took a few others. */
  | { at: 'silence'; after: number; waiting: number };

/** Mails that reach the relay before the mailer dies there, those under way on its other connections left out. */
const FEW = 3;
const DIED_WITHIN_MS = 120_000;

/** A mailer whose kills come at chosen moments of its sending, however fast the machine is. */
export class MailerDeaths {
  constructor(
    private readonly cluster: Cluster,
    private readonly relay: ScriptedRelay,
  ) {}

  /** Waits for the moment, kills the mailer in it, and is done when it has died. */
  async at(moment: Moment): Promise<void> {
    const before = this.cluster.deathsOf('mailer', 1);
    this.lieInWait(moment);
    await waitFor(
      () => this.cluster.deathsOf('mailer', 1),
      (deaths) => deaths > before,
      { timeoutMs: DIED_WITHIN_MS },
    );
  }

  private lieInWait(moment: Moment): void {
    const { relay } = this;
    let heard = 0;
    switch (moment.at) {
      case 'recipient':
        relay.atRecipient = () => this.killIf(++heard === moment.nth);
        return;
      case 'taken':
        relay.atMessage = () => this.killIf(++heard === moment.nth);
        return;
      case 'silence':
        relay.atMessage = () => {
          heard += 1;
          if (heard <= moment.after) return '250 ok';
          this.killIf(heard === moment.after + moment.waiting);
          return 'hang';
        };
    }
  }

  /** The next life of the mailer meets a relay that takes everything again. */
  private killIf(due: boolean): string {
    if (due) {
      this.relay.atRecipient = () => '250 ok';
      this.relay.atMessage = () => '250 ok';
      this.cluster.kill('mailer', 1);
    }
    return '250 ok';
  }
}

/** So many moments of each kind as evenly as it goes, in an order of chance; one of them is the worst there is. */
export function momentsOf(random: Random, count: number, connections: number): Moment[] {
  const kinds: (() => Moment)[] = [
    () => ({ at: 'recipient', nth: 1 + random.below(FEW) }),
    () => ({ at: 'taken', nth: 1 + random.below(FEW) }),
    () => ({ at: 'silence', after: random.below(FEW), waiting: 1 + random.below(connections) }),
  ];
  const moments = Array.from({ length: count - 1 }, (_, n) => (kinds[n % kinds.length] as () => Moment)());
  moments.splice(random.below(count), 0, { at: 'silence', after: 1, waiting: connections });
  return moments;
}
