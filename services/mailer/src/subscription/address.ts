import { createHmac, hkdfSync } from 'node:crypto';
import { z } from 'zod';

const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * A mail address as a person types it into a form: at most 254 characters (RFC 5321), a local part without quotes,
 * a domain of at least two names. Its domain comes out in lower case; international domains are typed in Punycode.
 */
export const addressSchema = z
  .string()
  .max(254)
  .transform((typed, context) => {
    const address = normalAddress(typed);
    if (address === undefined) {
      context.addIssue({ code: 'custom', message: 'expected a mail address such as ada@example.org' });
      return z.NEVER;
    }
    return address;
  });

/** The address with its domain in lower case, or undefined when it is none that we would send to. */
export function normalAddress(typed: string): string | undefined {
  const trimmed = typed.trim();
  const at = trimmed.lastIndexOf('@');
  const local = trimmed.slice(0, at);
  const domain = trimmed.slice(at + 1).toLowerCase();
  if (at < 1 || local.length > 64 || !LOCAL.test(local)) return undefined;
  const labels = domain.split('.');
  if (labels.length < 2 || !labels.every((label) => LABEL.test(label))) return undefined;
  // A last name of digits only would be an IP address.
  if (/^\d+$/.test(labels.at(-1) ?? '')) return undefined;
  return `${local}@${domain}`;
}

/** What the owner of a link sees of an address, so that a forwarded link does not tell it: `a…@example.org`. */
export function maskedAddress(address: string): string {
  return `${address.slice(0, 1)}…@${address.slice(address.lastIndexOf('@') + 1)}`;
}

/**
 * The ids of what belongs to an address, derived from it: the same for each spelling in capitals, since nearly every
 * provider delivers those alike, and of no use to one who sees them without SERVICE_SECRET. Being derived, they make
 * sure that there is one subscriber for an address and one subscription for a cadence, without looking first.
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

  /** The id of a subscriber's subscription of one cadence. */
  subscription(subscriberId: string, cadence: string): string {
    return this.derived('subscription', subscriberId, cadence);
  }

  /** The id of the one confirmation that an address may get in a window of time. */
  confirmation(subscriberId: string, window: number): string {
    return this.derived('confirmation', subscriberId, String(window));
  }

  private derived(...parts: string[]): string {
    return createHmac('sha256', this.key)
      .update(parts.join('\0'))
      .digest()
      .subarray(0, 9)
      .toString('base64url');
  }
}
