import { isIP } from 'node:net';
import { isPrivateHost } from '@paperboy/platform';
import nodemailer from 'nodemailer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { TlsSeen } from './sender-facts.js';

/** Connects to the relay as the mailer does, and reports its TLS: trusted, untrusted, none, or relay not reachable. */
export async function relayTls(smtpUrl: string, waitMs: number): Promise<TlsSeen> {
  const { host } = new URL(smtpUrl);
  const { transporter } = nodemailer.createTransport(smtpUrl);
  const connection = new SMTPConnection({
    ...(transporter as unknown as { options: SMTPConnection.Options }).options,
    connectionTimeout: waitMs,
    greetingTimeout: waitMs,
    dnsTimeout: waitMs,
    socketTimeout: waitMs,
  });
  try {
    await new Promise<void>((done, fail) => {
      connection.once('error', fail);
      connection.once('end', () => fail(new Error('it ended the connection')));
      connection.connect((error) => (error ? fail(error) : done()));
    });
    return connection.secure ? { kind: 'trusted', host } : { kind: 'none', host, local: isLocal(smtpUrl) };
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    return /CERT|ETLS|ALTNAME/.test(`${code} ${message}`) || /certificate/i.test(message)
      ? { kind: 'untrusted', host, reason: message }
      : { kind: 'away', host, reason: code || message };
  } finally {
    connection.on('error', () => undefined);
    connection.close();
  }
}

/** Whether the relay is in one's own network: a name without a dot, or a private address. */
function isLocal(smtpUrl: string): boolean {
  const { hostname } = new URL(smtpUrl);
  return isPrivateHost(hostname) || (isIP(hostname) === 0 && !hostname.includes('.'));
}
