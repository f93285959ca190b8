import { createServer, type Server, type Socket } from 'node:net';

/** What the relay does at a step for one recipient: an SMTP answer, silence, or a connection that ends. */
export type Answer = string | 'hang' | 'drop';

/** A message that the relay took. */
export interface TakenMessage {
  from: string;
  to: string;
  raw: string;
}

/** A mail relay for tests, on a real socket, that answers as it is told. */
export class ScriptedRelay {
  /** What was accepted with 250, in order. */
  readonly taken: TakenMessage[] = [];
  /** Recipients whose whole message arrived, whatever was answered. */
  readonly arrived: string[] = [];
  atRecipient: (to: string) => Answer = () => '250 ok';
  atMessage: (to: string) => Answer = () => '250 ok';
  greeting: Answer = '220 test relay';
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;

  /** The port is one that nobody else is given while the relay is away. */
  constructor(private readonly port: number) {}

  /** Listens, also after `away`. */
  async start(): Promise<this> {
    const server = createServer((socket) => this.serve(socket));
    this.server = server;
    await new Promise<void>((done, fail) => {
      server.once('error', fail);
      server.listen(this.port, '127.0.0.1', done);
    });
    return this;
  }

  /** How many connections there are now. */
  get open(): number {
    return this.sockets.size;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** Stops listening and ends all connections. */
  async away(): Promise<void> {
    const closed = new Promise((done) => this.server?.close(done));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let from = '';
    let to = '';
    let inMessage = false;
    let text = '';
    const say = (answer: Answer): void => {
      if (answer === 'drop') socket.destroy();
      else if (answer !== 'hang') socket.write(`${answer}\r\n`);
    };
    say(this.greeting);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      for (;;) {
        const end = inMessage ? text.indexOf('\r\n.\r\n') : text.indexOf('\r\n');
        if (end < 0) return;
        const line = text.slice(0, end);
        text = text.slice(end + (inMessage ? 5 : 2));
        if (inMessage) {
          inMessage = false;
          this.arrived.push(to);
          const answer = this.atMessage(to);
          if (answer.startsWith('250')) this.taken.push({ from, to, raw: line });
          say(answer);
          continue;
        }
        const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
        if (/^(EHLO|HELO|RSET|NOOP)/i.test(line)) say('250 test relay');
        else if (/^MAIL/i.test(line)) {
          from = address;
          say('250 ok');
        } else if (/^RCPT/i.test(line)) {
          to = address;
          say(this.atRecipient(to));
        } else if (/^DATA/i.test(line)) {
          inMessage = true;
          say('354 go on');
        } else if (/^QUIT/i.test(line)) {
          say('221 bye');
          socket.end();
        } else say('502 unknown');
      }
    });
  }
}
