import type { Socket } from 'node:net';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CONFIG, Health, Log, metrics } from '@paperboy/platform';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { type OwnAddress, OwnAddresses } from '../letter/own-addresses.js';
import type { MailerConfig } from '../mailer.config.js';
import { IncomingMails } from './incoming-mails.service.js';

/** A bounce may contain our mail of 90 KB, and a letter may contain a picture. */
const LARGEST_BYTES = 2 * 1_024 * 1_024;
/** 32 connections with mails of 2 MiB hold at most 64 MiB at the same time. */
const MOST_CONNECTIONS = 32;
const SILENCE_MS = 30_000;
const LONGEST_CONNECTION_MS = 5 * 60_000;
const AGAIN_MS = 5_000;
/** Also for readers who unsubscribe at an address that they made up or cut off. */
const NO_MAILBOX =
  '5.1.1 there is no such mailbox; to unsubscribe use the link or the button in a mail of ours';

const refusals = metrics.counter({
  name: 'paperboy_mailer_incoming_refused_total',
  help: 'Mails that the listener for bounces refused, by the code of SMTP.',
  labelNames: ['code'],
});

/**
 * Accepts mails to our own signed addresses by SMTP: bounces, complaints and answers. Any other recipient is refused,
 * so nothing is relayed. A mail is answered with 250 only after its effects are stored or the relay has taken it.
 */
@Injectable()
export class BounceListener implements OnApplicationBootstrap, OnModuleDestroy {
  private server: SMTPServer | undefined;
  private again: NodeJS.Timeout | undefined;
  private fault: string | undefined;
  private stopped = false;

  constructor(
    @Inject(CONFIG) private readonly config: MailerConfig,
    private readonly addresses: OwnAddresses,
    private readonly mails: IncomingMails,
    private readonly health: Health,
    private readonly log: Log,
  ) {}

  /** Listens if a port is configured. A port in use does not stop the service: listening is tried again. */
  onApplicationBootstrap(): void {
    if (this.config.BOUNCE_PORT === undefined) return;
    this.health.add('bounces', () =>
      this.fault === undefined ? { state: 'up' } : { state: 'degraded', detail: this.fault },
    );
    this.listen(this.config.BOUNCE_PORT);
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.again);
    const { server } = this;
    if (server) await new Promise<void>((closed) => server.close(closed));
  }

  private listen(port: number): void {
    const server = this.makeServer();
    this.server = server;
    server.on('error', (error: NodeJS.ErrnoException) => {
      // An error of one connection ends that connection only.
      if (error.syscall !== 'listen') return;
      this.fault = `Bounces are not taken: the port ${port} can't be listened at (${error.code}). It is tried again.`;
      this.log.warn({ port, code: error.code }, this.fault);
      if (!this.stopped) this.again = setTimeout(() => this.listen(port), AGAIN_MS).unref();
    });
    server.listen(port, this.config.HOST, () => {
      this.fault = undefined;
      this.log.info({ port }, 'The listener takes bounces.');
    });
    server.server.on('connection', (socket: Socket) => {
      const timer = setTimeout(() => socket.destroy(), LONGEST_CONNECTION_MS).unref();
      socket.once('close', () => clearTimeout(timer));
    });
  }

  private makeServer(): SMTPServer {
    return new SMTPServer({
      name: this.addresses.domain,
      banner: 'bounces',
      size: LARGEST_BYTES,
      maxClients: MOST_CONNECTIONS,
      socketTimeout: SILENCE_MS,
      closeTimeout: 1_000,
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      logger: false,
      onRcptTo: ({ address }, session, done) => done(this.refusedRecipient(address, session)),
      onData: (stream, session, done) => {
        this.take(stream, session).then(
          () => done(null, '2.0.0 taken'),
          (error: unknown) => done(this.answerTo(error)),
        );
      },
    });
  }

  private refusedRecipient(address: string, { envelope }: SMTPServerSession): SmtpRefusal | undefined {
    if (this.addresses.read(address) === undefined) return refusal(550, NO_MAILBOX);
    // The sending server repeats the mail for each of the other recipients.
    return envelope.rcptTo.length > 0 ? refusal(452, '4.5.3 one recipient at a time') : undefined;
  }

  private async take(stream: SMTPServerDataStream, { envelope }: SMTPServerSession): Promise<void> {
    const message = await collected(stream);
    const to = this.addresses.read(envelope.rcptTo[0]?.address ?? '') as OwnAddress;
    const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
    const taken = await this.mails.take(to, from, message);
    if (taken === 'later') throw refusal(451, '4.3.0 please try again later');
    if (taken === 'refused') throw refusal(554, '5.3.0 the letter could not be passed on');
  }

  private answerTo(error: unknown): SmtpRefusal {
    if (error instanceof SmtpRefusal) return error;
    this.log.warn({ err: error }, 'An incoming mail could not be taken now. Its server tries again.');
    return refusal(451, '4.3.0 please try again later');
  }
}

/** The SMTP answer that refuses a mail or a recipient. */
class SmtpRefusal extends Error {
  constructor(
    readonly responseCode: number,
    message: string,
  ) {
    super(message);
  }
}

function refusal(code: number, text: string): SmtpRefusal {
  refusals.inc({ code });
  return new SmtpRefusal(code, text);
}

/** Reads the whole message. One that is too large is read to its end, as SMTP requires, then refused with 552. */
async function collected(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= LARGEST_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (bytes > LARGEST_BYTES) throw refusal(552, `5.3.4 mails have at most ${LARGEST_BYTES} bytes here`);
  return Buffer.concat(chunks);
}
