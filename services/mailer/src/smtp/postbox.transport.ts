import nodemailer from 'nodemailer';
import type { Letter } from './letter.transport.js';
import { type Outcome, outcomeOf, type SendError } from './outcome.js';

/** How long the relay may take for what, in milliseconds. A frozen one costs a connection no longer than this. */
export interface Patience {
  connectionMs: number;
  silenceMs: number;
  messageMs: number;
}

const DEFAULT_PATIENCE: Patience = { connectionMs: 5_000, silenceMs: 15_000, messageMs: 30_000 };

/** Hands letters to the relay over a few connections that stay open. */
export class Postbox {
  private readonly pool: ReturnType<typeof createPool>;
  private readonly bodies = new WeakMap<object, () => boolean>();

  constructor(
    smtpUrl: string,
    /** Messages that may be on their way at the same time. */
    readonly connections: number,
    private readonly patience: Patience = DEFAULT_PATIENCE,
  ) {
    this.pool = createPool(smtpUrl, connections, patience);
    // The stream is read only after the relay has said 354: until then nothing of the message has left.
    this.pool.use('stream', (mail, done) => {
      const createReadStream = mail.message.createReadStream.bind(mail.message);
      mail.message.createReadStream = (...options) => {
        const stream = createReadStream(...options);
        this.bodies.set(mail.data.headers as object, () => stream.readableDidRead);
        return stream;
      };
      done();
    });
  }

  /** The longest that a hand-over takes, in milliseconds. */
  get longestMs(): number {
    return this.patience.messageMs;
  }

  /** Hands over one letter; never throws, and answers in bounded time. */
  async send(letter: Letter): Promise<Outcome> {
    // An object of its own for each letter, by which its stream is found again.
    const mark = {};
    try {
      await this.pool.sendMail({
        envelope: { from: letter.returnPath, to: [letter.to] },
        messageId: letter.messageId,
        headers: mark,
        raw: letter.bytes,
        signal: AbortSignal.timeout(this.patience.messageMs),
      });
      return { kind: 'accepted' };
    } catch (error) {
      return outcomeOf(error as SendError, this.bodies.get(mark)?.() ?? false);
    }
  }

  /** Closes the connections; what was handed over before is waited for by its sender. */
  close(): void {
    this.pool.close();
  }
}

function createPool(url: string, connections: number, { connectionMs, silenceMs }: Patience) {
  return nodemailer.createTransport({
    pool: true,
    url,
    maxConnections: connections,
    // A relay that throws connections away must not be asked again and again for one letter.
    maxRequeues: 1,
    connectionTimeout: connectionMs,
    greetingTimeout: connectionMs,
    dnsTimeout: connectionMs,
    socketTimeout: silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}
