import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { mailboxOf } from '@paperboy/contracts';

const CODES = 1_000_000;

/**
 * Links and codes of sign-in mails, derived from the id of the request under SERVICE_SECRET. Two replicas of the mailer
 * that make the same letter make equal ones, so either letter is valid.
 */
export class SignInSecrets {
  private readonly key: Buffer;

  constructor(secret: string) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'paperboy sign-in mails', 32));
  }

  /** The last part of the link's address: 256 bits. */
  link(requestId: string): string {
    return `pbl_${this.mac('link', requestId).toString('base64url')}`;
  }

  /** Six digits. */
  code(requestId: string): string {
    return String(this.mac('code', requestId).readUIntBE(0, 6) % CODES).padStart(6, '0');
  }

  /** The stored form of a code: a hash under the key, since a million plain hashes are soon tried. */
  codeHash(requestId: string, code: string): string {
    return this.mac('code hash', requestId, code).toString('hex');
  }

  /** Whether a code matches the stored hash; takes the same time for every wrong code. */
  isCode(requestId: string, code: string, kept: string | undefined): boolean {
    const typed = Buffer.from(this.codeHash(requestId, code));
    return kept !== undefined && kept.length === typed.length && timingSafeEqual(typed, Buffer.from(kept));
  }

  /** The mailbox of an address, by which its mails are counted. */
  mailbox(address: string): string {
    return this.mac('mailbox', mailboxOf(address)).subarray(0, 12).toString('base64url');
  }

  private mac(...parts: string[]): Buffer {
    return createHmac('sha256', this.key).update(parts.join('\0')).digest();
  }
}
