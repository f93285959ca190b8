import { createHmac, hkdfSync } from 'node:crypto';
import { domainOf, mailboxOf } from '@paperboy/contracts';

/**
 * The ids that are derived from an address. Upper and lower case give the same id, since nearly every provider treats
 * them alike. Without SERVICE_SECRET an id does not reveal its address. Because the ids are derived, an address has
 * only one subscriber, without a query first.
 */
export class AddressIds {
  private readonly key: Buffer;

  constructor(secret: string) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'paperboy mailer addresses', 32));
  }

  /** The subscriber's id, 12 characters of base64url. It is also the id of the address's suppression. */
  subscriber(address: string): string {
    return this.derived('subscriber', address.toLowerCase());
  }

  /** The id of the mailbox to which an address belongs, for counting the confirmations to it. */
  mailbox(address: string): string {
    return this.derived('mailbox', mailboxOf(address));
  }

  /** The id of the domain of an address, for counting the confirmations to it. */
  domain(address: string): string {
    return this.derived('domain', domainOf(address));
  }

  /** The id of the nth confirmation of a mailbox. Of two requests at the same moment only one can insert it. */
  confirmation(mailboxId: string, ordinal: number): string {
    return this.derived('mailbox confirmation', mailboxId, String(ordinal));
  }

  /** The id of the mail with a settings link for a subscription and an hour, so that there is one an hour at most. */
  settingsLink(subscriptionId: string, hour: number): string {
    return this.derived('settings link', subscriptionId, String(hour));
  }

  private derived(...parts: string[]): string {
    return createHmac('sha256', this.key)
      .update(parts.join('\0'))
      .digest()
      .subarray(0, 9)
      .toString('base64url');
  }
}
