import { once } from 'node:events';
import { connect } from 'node:net';
import nodemailer from 'nodemailer';

/** Messages that are ready, to be sent over some connections to a mail server on this machine. */
export interface ReadyMails {
  port: number;
  connections: number;
  count: number;
  /** Of each message, in bytes. */
  size: number;
}

const FROM = 'digest@paperboy.example';
const LINE = `${'A ready line of a ready message. '.repeat(3).slice(0, 74)}\r\n`;

/** Sends by nodemailer's pool, each message ready as bytes (`raw`). */
export async function sendByPool({ port, connections, count, size }: ReadyMails): Promise<void> {
  const pool = nodemailer.createTransport({
    pool: true,
    maxConnections: connections,
    host: '127.0.0.1',
    port,
    ignoreTLS: true,
  });
  let next = 0;
  // More than there are connections, so that none of them waits for its next message.
  const lane = async (): Promise<void> => {
    for (let at = next++; at < count; at = next++) {
      const to = addressOf(at);
      await pool.sendMail({ envelope: { from: FROM, to: [to] }, raw: messageTo(to, size) });
    }
  };
  await Promise.all(Array.from({ length: connections * 4 }, lane));
  pool.close();
}

/** Sends over bare sockets: MAIL, RCPT and DATA in one write, and the message as soon as the server says 354. */
export async function sendBySockets({ port, connections, count, size }: ReadyMails): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    /** Waits until the server has said a line with this code. */
    const heard = async (code: string): Promise<void> => {
      let text = '';
      do text += String((await once(socket, 'data'))[0]);
      while (!new RegExp(`^${code} .*\r\n$`, 'm').test(text));
    };
    await heard('220');
    socket.write('EHLO bench\r\n');
    await heard('250');
    for (let at = next++; at < count; at = next++) {
      const to = addressOf(at);
      socket.write(`MAIL FROM:<${FROM}>\r\nRCPT TO:<${to}>\r\nDATA\r\n`);
      await heard('354');
      socket.write(messageTo(to, size));
      socket.write('.\r\n');
      await heard('250');
    }
    socket.end('QUIT\r\n');
  };
  await Promise.all(Array.from({ length: connections }, lane));
}

function addressOf(at: number): string {
  return `ready-${at}@example.org`;
}

let body: Buffer | undefined;

/** A message whose body is made once for all. */
function messageTo(to: string, size: number): Buffer {
  const head = Buffer.from(`From: ${FROM}\r\nTo: ${to}\r\nSubject: Ready\r\n\r\n`);
  body ??= Buffer.from(LINE.repeat(Math.max(1, Math.round((size - head.length) / LINE.length))));
  return Buffer.concat([head, body]);
}
