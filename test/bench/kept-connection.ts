import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * A kept connection that asks for one URL over and over and only counts the bytes that come: whoever makes load shares
 * the machine with what is measured, and a whole HTTP client takes longer over an answer than the server does.
 */
export class KeptConnection {
  private readonly question: string;
  private head: Buffer = Buffer.alloc(0);
  private missing = -1;
  private settle: { done: () => void; failed: (error: Error) => void } | undefined;

  private constructor(
    private readonly socket: Socket,
    url: URL,
  ) {
    this.question = `GET ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\n\r\n`;
    socket.on('data', (bytes) => this.take(bytes));
    socket.on('error', (error) => this.settle?.failed(error));
    socket.on('close', () => this.settle?.failed(new Error('The connection ended within an answer.')));
  }

  static async open(url: URL): Promise<KeptConnection> {
    const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
    await once(socket, 'connect');
    return new KeptConnection(socket, url);
  }

  /** Asks once; fails unless the answer is a 200 with as many bytes as it says. */
  ask(): Promise<void> {
    return new Promise((done, failed) => {
      this.settle = { done, failed };
      this.socket.write(this.question, 'latin1');
    });
  }

  close(): void {
    this.settle = undefined;
    this.socket.destroy();
  }

  private take(bytes: Buffer): void {
    if (this.missing >= 0) {
      this.count(bytes.length);
      return;
    }
    this.head = this.head.length > 0 ? Buffer.concat([this.head, bytes]) : bytes;
    const end = this.head.indexOf(END_OF_HEAD);
    if (end < 0) return;
    const head = this.head.toString('latin1', 0, end);
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    const rest = this.head.length - end - END_OF_HEAD.length;
    this.head = Buffer.alloc(0);
    if (!head.startsWith('HTTP/1.1 200 ') || length === undefined) {
      this.settle?.failed(new Error(`Answered ${head.split('\r\n', 1)[0]}.`));
      return;
    }
    this.missing = Number(length);
    this.count(rest);
  }

  private count(bytes: number): void {
    this.missing -= bytes;
    if (this.missing > 0) return;
    if (this.missing < 0) this.settle?.failed(new Error('More bytes came than were said.'));
    this.missing = -1;
    this.settle?.done();
  }
}
