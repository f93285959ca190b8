import { domainToASCII } from 'node:url';
import type { ReturnedAs } from '../ledger/returned.js';
import { ACTIONS, FAILED_RULES } from './bounce-rules.js';
import { type Fields, readBlocks } from './report-fields.js';

/** What a report says of one mail. */
export interface Verdict {
  as: ReturnedAs;
  /** The enhanced status code of the report. */
  status?: string;
}

const STATUS = /\b([245]\.\d{1,3}\.\d{1,3})\b/;
const LONGEST_ANSWER = 2_000;

/**
 * What a delivery report (RFC 3464) says of the mail to an address. In a report on several recipients the entry with
 * the address counts. A single entry counts under any address, since readers have their mail forwarded.
 */
export function deliveryVerdict(report: string, address: string | undefined): Verdict {
  // The first block is about the whole mail.
  const recipients = readBlocks(report).filter(
    (block) => block.has('action') || block.has('final-recipient'),
  );
  const [only] = recipients;
  const ours =
    recipients.length === 1
      ? only
      : recipients.find((block) => address !== undefined && isTo(block, address));
  return ours === undefined ? { as: 'unknown' } : recipientVerdict(ours);
}

function recipientVerdict(block: Fields): Verdict {
  const action = /^[a-z]+/i.exec(block.get('action') ?? '')?.[0].toLowerCase();
  const answer = (block.get('diagnostic-code') ?? '').slice(0, LONGEST_ANSWER);
  const status = statusOf(block.get('status'), answer);
  const told = status === undefined ? {} : { status };
  if (action !== 'failed') return { as: ACTIONS[action ?? ''] ?? 'unknown', ...told };
  return { as: failedAs(status, answer), ...told };
}

/** What a failed delivery means, by the reported status and the words of the server. */
export function failedAs(status: string | undefined, answer: string): ReturnedAs {
  const rule = FAILED_RULES.find(
    (one) => status !== undefined && one.status.test(status) && (one.answer?.test(answer) ?? true),
  );
  return rule?.as ?? 'unknown';
}

/** The status of a report. A status of 4.0.0 or 5.0.0 says too little: then that of the server's answer counts. */
function statusOf(field: string | undefined, answer: string): string | undefined {
  const told = STATUS.exec(field ?? '')?.[1];
  const answered = STATUS.exec(answer)?.[1];
  return told === undefined || (/^[45]\.0\.0$/.test(told) && answered !== undefined) ? answered : told;
}

function isTo(block: Fields, address: string): boolean {
  return [block.get('original-recipient'), block.get('final-recipient')].some(
    (field) => field !== undefined && comparable(recipientOf(field)) === comparable(address),
  );
}

/** The address of a field such as `rfc822; ada@example.org` or `utf-8; j\x{F6}rg@example.org` (RFC 6533). */
function recipientOf(field: string): string {
  return field
    .slice(field.indexOf(';') + 1)
    .trim()
    .replace(/^<|>$/g, '')
    .replace(/\\x\{([0-9a-f]{1,6})\}/gi, (written, hex: string) => {
      const point = Number.parseInt(hex, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : written;
    });
}

function comparable(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  return `${address.slice(0, at)}@${domainToASCII(domain) || domain}`.normalize('NFC').toLowerCase();
}
