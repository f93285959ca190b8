import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Outcome } from '../ledger/outcome.js';
import type { Letter } from '../letter/letter.composer.js';
import type { Sign } from './signed-letter.composer.js';
import { outcomeOf, type SendError } from './smtp-outcome.js';

/** The time limits of the relay, in milliseconds. A frozen relay holds a connection no longer than that. */
export interface RelayTimeouts {
  connectionMs: number;
  silenceMs: number;
  messageMs: number;
}

const GOODBYE_MS = 1_000;

/** The address of the relay and how to sign in. */
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
    // While a letter is being sent, its callback gets the same error and handles it.
    connection.on('error', () => {
      if (!this.sending) this.close();
    });
    connection.once('end', () => {
      this.closed = true;
    });
  }

  /** Connects and signs in. Throws nodemailer's error when the relay is not reachable or refuses us. */
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
      // Later errors of the socket are ignored. Without a listener they would end the process.
      connection.on('error', () => undefined);
      connection.close();
      throw error;
    }
    return new SmtpLine(connection, patience, sign);
  }

  /** Whether it can send another letter. */
  get usable(): boolean {
    return !this.closed;
  }

  /** The number of letters it was given so far. */
  get used(): number {
    return this.letters;
  }

  /** Hands over one letter. An error of the signer, the relay or the connection becomes an outcome, in bounded time. */
  async send(letter: Letter): Promise<Outcome> {
    this.letters += 1;
    this.sending = true;
    let body: Readable | undefined;
    try {
      const bytes = this.sign ? await this.sign(letter.bytes) : letter.bytes;
      // The stream is read only after the relay has said 354: until then nothing of the message has left.
      const stream = Readable.from([bytes]);
      body = stream;
      await bounded(this.patience.messageMs, (done, fail) => {
        const envelope = { from: letter.returnPath, to: [letter.to] };
        this.connection.send(envelope, stream, (error) => (error ? fail(error) : done(undefined)));
      });
      return { kind: 'accepted' };
    } catch (error) {
      const outcome = outcomeOf(error as SendError, body?.readableDidRead ?? false);
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

  /** Sends QUIT without waiting for the answer, and closes the connection soon after. */
  quit(): void {
    if (this.closed) return;
    this.closed = true;
    this.connection.quit();
    setTimeout(() => this.connection.close(), GOODBYE_MS).unref();
  }

  /** Sends RSET after a refusal: the connection can be used again, but the relay must drop the letter. */
  private async reset(): Promise<void> {
    try {
      await bounded(this.patience.silenceMs, (done, fail) => {
        this.connection.reset((error) => (error ? fail(error) : done(undefined)));
      });
    } catch {
      // The letter's outcome is already known. A broken connection is replaced.
      this.close();
    }
  }
}

/** Turns a callback into a promise that is rejected with ETIMEDOUT after `ms`. */
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
