import { createSocket, type Socket } from 'node:dgram';
import { type Answer, decode, encode, RECURSION_DESIRED } from 'dns-packet';

/** Records by type and name, such as `TXT example.org`; of a name that is not there nothing exists. */
export type DnsRecords = Record<string, readonly (string | { preference: number; exchange: string })[]>;

const NO_SUCH_NAME = 3;

/** Stands in for the DNS, over UDP on a real socket. */
export class FakeDns {
  zone: DnsRecords = {};
  private socket: Socket | undefined;

  /** Starts it; gives its address and port. */
  async start(): Promise<string> {
    const socket = createSocket('udp4');
    this.socket = socket;
    socket.on('message', (bytes, { address, port }) => socket.send(this.answerTo(bytes), port, address));
    await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done));
    return `127.0.0.1:${socket.address().port}`;
  }

  private answerTo(bytes: Buffer): Buffer {
    const { id, questions = [] } = decode(bytes);
    const [question] = questions;
    if (!question) return encode({ type: 'response', id });
    const name = question.name.toLowerCase();
    const known = Object.keys(this.zone).some((key) => key.endsWith(` ${name}`));
    const found = this.zone[`${question.type} ${name}`] ?? [];
    const answers = found.map(
      (data) => ({ type: question.type, name: question.name, ttl: 60, data: dataOf(data) }) as Answer,
    );
    return encode({
      type: 'response',
      id,
      flags: RECURSION_DESIRED | (known ? 0 : NO_SUCH_NAME),
      questions,
      answers,
    });
  }

  async stop(): Promise<void> {
    await new Promise<void>((done) => (this.socket ? this.socket.close(done) : done()));
  }
}

/** A text of a record has at most 255 characters, so that a long one is of several. */
function dataOf(data: DnsRecords[string][number]): unknown {
  return typeof data === 'string' && data.length > 255 ? (data.match(/.{1,255}/g) ?? []) : data;
}
