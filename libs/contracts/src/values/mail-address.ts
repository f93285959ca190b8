import { domainToASCII } from 'node:url';
import { z } from 'zod';

const LONGEST = 254;
// Without %, ! and |: relays of old read them as a way to another host, or as a program to run.
const LOCAL = /^[A-Za-z0-9#$&'*+/=?^_`{}~-]+(\.[A-Za-z0-9#$&'*+/=?^_`{}~-]+)*$/;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const INTERNATIONAL = /^[\p{L}\p{M}\p{N}.。-]+$/u;

/**
 * The address that mail is sent to, or undefined when it is none: a local part without quotes, a domain of at least
 * two names, in lower case and in Punycode (`ada@bücher.example` becomes `ada@xn--bcher-kva.example`).
 */
export function normalAddress(typed: string): string | undefined {
  const trimmed = typed.trim();
  if (trimmed.length > LONGEST) return undefined;
  const at = trimmed.lastIndexOf('@');
  const local = trimmed.slice(0, at);
  const domain = asciiDomain(trimmed.slice(at + 1));
  if (at < 1 || local.length > 64 || !LOCAL.test(local)) return undefined;
  const labels = domain.split('.');
  if (labels.length < 2 || !labels.every((label) => LABEL.test(label))) return undefined;
  // A last name of digits only would be an IP address.
  if (/^\d+$/.test(labels.at(-1) ?? '')) return undefined;
  const address = `${local}@${domain}`;
  return address.length > LONGEST ? undefined : address;
}

/** A mail address as a person types it; comes out as `normalAddress` makes it. */
export const mailAddressSchema = z
  .string()
  .max(LONGEST)
  .transform((typed, context) => {
    const address = normalAddress(typed);
    if (address === undefined) {
      context.addIssue({ code: 'custom', message: 'expected a mail address such as ada@example.org' });
      return z.NEVER;
    }
    return address;
  });

function asciiDomain(typed: string): string {
  // Names in ASCII stay with our own rules: domainToASCII would also decode percent signs and read IP addresses.
  if (/^[\x21-\x7e]*$/.test(typed)) return typed.toLowerCase();
  return INTERNATIONAL.test(typed) ? domainToASCII(typed) : '';
}
