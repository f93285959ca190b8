import { createHmac, hkdfSync } from 'node:crypto';
import { domainOf, mailboxOf } from '@paperboy/contracts';

/**
 * The ids of what belongs to an address, derived from it: the same for each spelling in capitals, since nearly every
 * provider delivers those alike, and of no use to one who sees them without SERVICE_SECRET. Being derived, they make
 * sure that there is one subscriber for an address, without looking first.
 */
export class AddressIds {
  private readonly key: Buffer;

  constructor(secret: string) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'paperboy mailer addresses', 32));
  }

  /** The subscriber's id, 12 characters of base64url; also names the address among the suppressions. */
  subscriber(address: string): string {
    return this.derived('subscriber', address.toLowerCase());
  }

  /** Names the mailbox that an address ends in, for counting what it is sent. */
  mailbox(address: string): string {
    return this.derived('mailbox', mailboxOf(address));
  }

  /** Names the domain of an address, for counting what it is sent. */
  domain(address: string): string {
    return this.derived('domain', domainOf(address));
  }

  /** The id of the nth confirmation of a mailbox: of two requests for the same place one finds it taken. */
  confirmation(mailboxId: string, ordinal: number): string {
    return this.derived('mailbox confirmation', mailboxId, String(ordinal));
  }

  private derived(...parts: string[]): string {
    return createHmac('sha256', this.key)
      .update(parts.join('\0'))
      .digest()
      .subarray(0, 9)
      .toString('base64url');
  }
}
