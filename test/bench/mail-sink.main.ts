import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { SinkAnswer, SinkOrder } from './mail-sink.js';

/** A mail server in a process of its own that takes every message at once, keeps none, and counts. */
const END = Buffer.from('\r\n.\r\n');
const NOTHING = Buffer.alloc(0);

const recipients = new Set<string>();
let [messages, bytes, firstAt, lastAt] = [0, 0, 0, 0];

function took(recipient: string, size: number): void {
  lastAt = performance.now();
  if (messages === 0) firstAt = lastAt;
  messages += 1;
  bytes += size;
  recipients.add(recipient);
}

function serve(socket: Socket): void {
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  let left: Buffer = NOTHING;
  let parts: Buffer[] | undefined;
  let recipient = '';
  const answers: string[] = ['220 sink ESMTP\r\n'];
  const flush = (): void => {
    if (answers.length > 0) socket.write(answers.splice(0).join(''));
  };
  /** Whether the chunk ends the message. Its last bytes may have come before it. */
  const ended = (chunk: Buffer, before: Buffer[]): boolean => {
    if (chunk.length >= END.length) return chunk.subarray(-END.length).equals(END);
    return Buffer.concat([...before.slice(-END.length), chunk])
      .subarray(-END.length)
      .equals(END);
  };
  flush();
  socket.on('data', (chunk) => {
    if (parts) {
      // No sender of the benchmark sends anything after a message until it is answered.
      const whole = ended(chunk, parts);
      parts.push(chunk);
      if (!whole) return;
      took(
        recipient,
        parts.reduce((sum, { length }) => sum + length, 0),
      );
      parts = undefined;
      answers.push('250 2.0.0 taken\r\n');
      return flush();
    }
    const text = left.toString('latin1') + chunk.toString('latin1');
    const lines = text.split('\r\n');
    left = Buffer.from(lines.pop() ?? '', 'latin1');
    for (const line of lines) {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') answers.push('250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n');
      else if (verb === 'RCPT') {
        recipient = line.slice(line.indexOf('<') + 1, line.indexOf('>'));
        answers.push('250 2.1.5 ok\r\n');
      } else if (verb === 'DATA') {
        parts = [];
        answers.push('354 go on\r\n');
      } else if (verb === 'QUIT') {
        answers.push('221 2.0.0 bye\r\n');
        flush();
        socket.end();
      } else answers.push('250 2.0.0 ok\r\n');
    }
    flush();
  });
}

const server = createServer(serve);
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('message', (order: SinkOrder) => {
  const answer: SinkAnswer = { messages, recipients: recipients.size, bytes, ms: lastAt - firstAt };
  if (order === 'begin') {
    [messages, bytes] = [0, 0];
    recipients.clear();
  }
  process.send?.(answer);
});
process.on('disconnect', () => process.exit(0));
