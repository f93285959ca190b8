import { COMPLAINTS, POSTMASTERS } from './bounce-rules.js';
import { deliveryVerdict, type Verdict } from './delivery-report.js';
import type { IncomingMail } from './incoming-mail.js';
import { readBlocks } from './report-fields.js';

/**
 * What a mail that came in is: a report on a mail of ours, an automatic answer such as that of a holiday, which says
 * nothing, or a letter of a person.
 */
export type Meaning = ({ kind: 'report' } & Verdict) | { kind: 'automatic' } | { kind: 'letter' };

/** What was on the envelope, and whom the mail was for. */
export interface Envelope {
  /** Empty for mails that nobody shall answer. */
  from: string;
  /** The reader's address, where it is known. */
  address?: string | undefined;
}

/** Reads what a mail means. Words decide nothing: only reports made for machines do. */
export function meaningOf(mail: IncomingMail, { from, address }: Envelope): Meaning {
  const complaint = partOf(mail, /^message\/feedback-report$/);
  if (complaint !== undefined) return { kind: 'report', ...feedbackVerdict(complaint) };
  const status = partOf(mail, /^message\/(global-)?delivery-status$/);
  if (status !== undefined) return { kind: 'report', ...deliveryVerdict(status, address) };
  if (!isAutomatic(mail, from)) return { kind: 'letter' };
  return isPostmaster(mail) ? { kind: 'report', as: 'unknown' } : { kind: 'automatic' };
}

/** Whether a reader's letter asks for an end: its subject, or its first line, says so, or it says nothing at all. */
export function asksToLeave(mail: IncomingMail): boolean {
  const subject = mail.subject.replace(/^(\s*(re|aw|fwd?)\s*:)+/i, '').trim();
  const [firstLine = ''] = mail.text.trim().split('\n');
  if (subject === '' && firstLine === '') return true;
  return [subject, firstLine].some((line) => /^["'*\s]*unsubscribe\b["'>*\s.!]*$/i.test(line));
}

/** RFC 5965. A type that is not known is no complaint. */
function feedbackVerdict(report: string): Verdict {
  const [fields] = readBlocks(report);
  const type = fields?.get('feedback-type')?.toLowerCase() ?? '';
  return { as: COMPLAINTS.has(type) ? 'complaint' : 'unknown' };
}

/** RFC 3834, and the headers that came before it. */
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
