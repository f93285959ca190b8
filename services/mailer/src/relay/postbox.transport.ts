import nodemailer from 'nodemailer';
import type { Sign } from './signed-letter.composer.js';
import { type RelayTimeouts, SmtpLine, type SmtpOptions } from './smtp-line.transport.js';
import { outcomeOf, type SendError } from './smtp-outcome.js';

const DEFAULT_PATIENCE: RelayTimeouts = { connectionMs: 5_000, silenceMs: 15_000, messageMs: 30_000 };

/** A connection that is ready for a letter, or why there is none. */
export type Connected = SmtpLine | { away: string };

/** The most messages over one connection, since some relays accept no more. */
const LETTERS_PER_LINE = 100;

/**
 * A few connections to the relay that stay open. nodemailer's own pool would queue letters before it has a connection
 * for them, but a row must not count as handed off while its letter waits in a queue.
 */
export class Postbox {
  private readonly options: SmtpOptions;
  private readonly idle: SmtpLine[] = [];
  private readonly waiting: (() => void)[] = [];
  private inUse = 0;
  private closed = false;

  constructor(
    smtpUrl: string,
    /** Messages that may be on their way at the same time. */
    readonly connections: number,
    private readonly sign?: Sign,
    private readonly patience: RelayTimeouts = DEFAULT_PATIENCE,
  ) {
    // This transport never sends. It parses the address as nodemailer does.
    this.options = (
      nodemailer.createTransport(smtpUrl).transporter as unknown as { options: SmtpOptions }
    ).options;
  }

  /** The longest that a hand-over takes, in milliseconds. */
  get longestMs(): number {
    return this.patience.messageMs;
  }

  /**
   * Waits until one of the connections is free, and lends it. `use` gets a function that connects if needed. It
   * resolves to a connection that is ready for a letter, or to the reason why there is none.
   */
  async lend<Result>(use: (line: () => Promise<Connected>) => Promise<Result>): Promise<Result> {
    while (this.inUse >= this.connections) await new Promise<void>((free) => this.waiting.push(free));
    this.inUse += 1;
    let line: Connected | undefined;
    try {
      return await use(async () => {
        line ??= await this.line();
        return line;
      });
    } finally {
      this.inUse -= 1;
      if (line instanceof SmtpLine) this.putBack(line);
      this.waiting.shift()?.();
    }
  }

  /** Connects without a letter. Undefined when the relay greets us and accepts the sign-in, else the reason. */
  look(): Promise<string | undefined> {
    return this.lend(async () => {
      const line = await this.open();
      if ('away' in line) return line.away;
      line.quit();
      return undefined;
    });
  }

  /** Closes the free connections now, and each of the others when it is returned. */
  close(): void {
    this.closed = true;
    for (const line of this.idle.splice(0)) line.quit();
  }

  private async line(): Promise<Connected> {
    for (let line = this.idle.pop(); line; line = this.idle.pop()) if (line.usable) return line;
    return this.open();
  }

  private async open(): Promise<Connected> {
    try {
      return await SmtpLine.open(this.options, this.patience, this.sign);
    } catch (error) {
      const outcome = outcomeOf(error as SendError, false);
      return { away: outcome.kind === 'away' ? outcome.reason : 'refused' };
    }
  }

  private putBack(line: SmtpLine): void {
    if (!line.usable) return;
    if (this.closed || line.used >= LETTERS_PER_LINE) line.quit();
    else this.idle.push(line);
  }
}
