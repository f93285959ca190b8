import { COMPLAINTS, POSTMASTERS } from './bounce-rules.js';
import { deliveryVerdict, type Verdict } from './delivery-report.js';
import type { IncomingMail } from './incoming-mail.js';
import { readBlocks } from './report-fields.js';

/**
 * What an incoming mail is: a report on a mail of ours, an automatic answer such as a holiday notice, which has no
 * effect, or a letter of a person.
 */
export type Meaning = ({ kind: 'report' } & Verdict) | { kind: 'automatic' } | { kind: 'letter' };

/** The envelope's sender, and the reader to whom our mail was sent. */
export interface Envelope {
  /** Empty for mails that must not be answered. */
  from: string;
  /** The reader's address, where it is known. */
  address?: string | undefined;
}

/** What a mail means. Only headers and machine-readable reports decide, never the words of its text. */
export function meaningOf(mail: IncomingMail, { from, address }: Envelope): Meaning {
  const complaint = partOf(mail, /^message\/feedback-report$/);
  if (complaint !== undefined) return { kind: 'report', ...feedbackVerdict(complaint) };
  const status = partOf(mail, /^message\/(global-)?delivery-status$/);
  if (status !== undefined) return { kind: 'report', ...deliveryVerdict(status, address) };
  if (!isAutomatic(mail, from)) return { kind: 'letter' };
  return isPostmaster(mail) ? { kind: 'report', as: 'unknown' } : { kind: 'automatic' };
}

/** Whether a reader's letter asks to unsubscribe: by its subject, by its first line, or because both are empty. */
export function asksToLeave(mail: IncomingMail): boolean {
  const subject = mail.subject.replace(/^(\s*(re|aw|fwd?)\s*:)+/i, '').trim();
  const [firstLine = ''] = mail.text.trim().split('\n');
  if (subject === '' && firstLine === '') return true;
  return [subject, firstLine].some((line) => /^["'*\s]*unsubscribe\b["'>*\s.!]*$/i.test(line));
}

/** RFC 5965. An unknown feedback type is no complaint. */
function feedbackVerdict(report: string): Verdict {
  const [fields] = readBlocks(report);
  const type = fields?.get('feedback-type')?.toLowerCase() ?? '';
  return { as: COMPLAINTS.has(type) ? 'complaint' : 'unknown' };
}

/** Whether a program sent the mail, by RFC 3834 and by the headers that were used before it. */
function isAutomatic(mail: IncomingMail, from: string): boolean {
  const submitted = mail.header('auto-submitted').trim();
  return (
    from === '' ||
    /^<\s*>$/.test(mail.header('return-path').trim()) ||
    (submitted !== '' && !/^no\b/i.test(submitted)) ||
    /^(bulk|junk|auto_reply|list)\b/i.test(mail.header('precedence').trim())
  );
}

function isPostmaster(mail: IncomingMail): boolean {
  const from = mail.header('from');
  return POSTMASTERS.test((/<([^>]*)>/.exec(from)?.[1] ?? from).trim());
}

function partOf({ parts }: IncomingMail, type: RegExp): string | undefined {
  return parts.find((part) => type.test(part.type))?.text;
}
