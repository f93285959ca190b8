import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Outcome } from '../ledger/outcome.js';
import type { Letter } from '../letter/letter.composer.js';
import type { Sign } from './signed-letter.composer.js';
import { outcomeOf, type SendError } from './smtp-outcome.js';

/** The times that the relay may take, in milliseconds. A frozen relay holds a connection no longer than this. */
export interface RelayTimeouts {
  connectionMs: number;
  silenceMs: number;
  messageMs: number;
}

const GOODBYE_MS = 1_000;

/** Where the relay is and how to sign in there. */
export type SmtpOptions = SMTPConnection.Options & { auth?: { user: string; pass: string } };

/** One connection to the relay, greeted and signed in: it takes one letter at a time. */
export class SmtpLine {
  private letters = 0;
  private closed = false;
  private sending = false;

  private constructor(
    private readonly connection: SMTPConnection,
    private readonly patience: RelayTimeouts,
    private readonly sign: Sign | undefined,
  ) {
    // While a letter is sent, its callback gets the same error and decides what it means.
    connection.on('error', () => {
      if (!this.sending) this.close();
    });
    connection.once('end', () => {
      this.closed = true;
    });
  }

  /** Connects and signs in. Throws what nodemailer throws when the relay is away or refuses us. */
  static async open(options: SmtpOptions, patience: RelayTimeouts, sign?: Sign): Promise<SmtpLine> {
    const connection = new SMTPConnection({
      ...options,
      connectionTimeout: patience.connectionMs,
      greetingTimeout: patience.connectionMs,
      dnsTimeout: patience.connectionMs,
      socketTimeout: patience.silenceMs,
    });
    try {
      await bounded(patience.messageMs, (done, fail) => {
        connection.once('error', fail);
        connection.once('end', () => fail(lost('ECONNECTION')));
        connection.connect((error) => {
          const { auth } = options;
          if (error) fail(error);
          else if (!auth?.user || !connection.allowsAuth) done(undefined);
          else connection.login({ ...auth }, (refused) => (refused ? fail(refused) : done(undefined)));
        });
      });
    } catch (error) {
      // Later errors of the socket do not matter, but an error without a listener would end the process.
      connection.on('error', () => undefined);
      connection.close();
      throw error;
    }
    return new SmtpLine(connection, patience, sign);
  }

  /** Whether another letter can be given to it. */
  get usable(): boolean {
    return !this.closed;
  }

  /** How many letters it was given. */
  get used(): number {
    return this.letters;
  }

  /** Hands over one letter; never throws, and answers in bounded time. */
  async send(letter: Letter): Promise<Outcome> {
    this.letters += 1;
    this.sending = true;
    const bytes = this.sign ? await this.sign(letter.bytes) : letter.bytes;
    // The stream is read only after the relay has said 354: until then nothing of the message has left.
    const body = Readable.from([bytes]);
    try {
      await bounded(this.patience.messageMs, (done, fail) => {
        const envelope = { from: letter.returnPath, to: [letter.to] };
        this.connection.send(envelope, body, (error) => (error ? fail(error) : done(undefined)));
      });
      return { kind: 'accepted' };
    } catch (error) {
      const outcome = outcomeOf(error as SendError, body.readableDidRead);
      if (outcome.kind === 'refused') await this.reset();
      else this.close();
      return outcome;
    } finally {
      this.sending = false;
    }
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.connection.close();
  }

  /** Says goodbye without waiting for the answer. */
  quit(): void {
    if (this.closed) return;
    this.closed = true;
    this.connection.quit();
    setTimeout(() => this.connection.close(), GOODBYE_MS).unref();
  }

  /** After a refusal the connection is fine, but the relay has to forget the letter. */
  private async reset(): Promise<void> {
    try {
      await bounded(this.patience.silenceMs, (done, fail) => {
        this.connection.reset((error) => (error ? fail(error) : done(undefined)));
      });
    } catch {
      // The letter's outcome is known; a connection that can't go on is replaced.
      this.close();
    }
  }
}

/** Turns a callback into a promise that ends in time. */
function bounded(
  ms: number,
  begin: (done: (value: undefined) => void, fail: (error: unknown) => void) => void,
): Promise<undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(lost('ETIMEDOUT')), ms);
    const end = <Value>(settle: (value: Value) => void) => {
      return (value: Value) => {
        clearTimeout(timer);
        settle(value);
      };
    };
    begin(end(resolve), end(reject));
  });
}

function lost(code: string): Error {
  return Object.assign(new Error('The connection to the relay ended.'), { code });
}
