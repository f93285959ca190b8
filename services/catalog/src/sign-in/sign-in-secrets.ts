import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { mailboxOf } from '@paperboy/contracts';
import { CODES } from './sign-in-request.js';

/**
 * Derives links and codes of sign-in mails from the id of the request under SERVICE_SECRET. A letter that is made twice
 * holds the same link and code, so both letters are valid.
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

  /** The stored form of a code: a keyed hash, since trying a million plain hashes takes no time. */
  codeHash(requestId: string, code: string): string {
    return this.mac('code hash', requestId, code).toString('hex');
  }

  /** Whether a code matches the stored hash. Takes the same time for every wrong code. */
  isCode(requestId: string, code: string, kept: string | undefined): boolean {
    const typed = Buffer.from(this.codeHash(requestId, code));
    return kept !== undefined && kept.length === typed.length && timingSafeEqual(typed, Buffer.from(kept));
  }

  /** A keyed hash of an address's mailbox, under which its mails are counted. */
  mailbox(address: string): string {
    return this.mac('mailbox', mailboxOf(address)).subarray(0, 12).toString('base64url');
  }

  private mac(...parts: string[]): Buffer {
    return createHmac('sha256', this.key).update(parts.join('\0')).digest();
  }
}
