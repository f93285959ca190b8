import type { PastDelivery } from '@paperboy/contracts';
import { monthText } from '../text/day.js';

/** Why a digest was not sent or was refused, by the mailer's codes. */
const REASONS: Readonly<Record<string, string>> = {
  late: 'it would have come more than twelve hours late',
  'nothing-new': 'there was no paper that fits your settings',
  'newer-went-first': 'a newer one had gone out already',
  cancelled: 'the publication called this one back',
  paused: 'you had paused it',
  unsubscribed: 'you had unsubscribed',
  bounced: 'your mailbox had refused mail for good, or again and again',
  'by-operator': 'the publication stopped mail to this address',
  complained: 'mail of ours had been reported as unwanted',
};

/** Reports about a digest from the reader's mail provider, by the mailer's codes. */
const RETURNS: Readonly<Record<string, string>> = {
  delayed: 'your provider said that it is delayed',
  delivered: 'your provider said that it is in your mailbox',
  unknown: 'it came back without a reason that can be read',
  blocked: 'your provider refused it for its sender or its content',
  soft: 'your provider refused it for now',
  hard: 'your provider said that there is no such mailbox',
  complaint: 'it was reported as unwanted, so no more are sent',
};

/** Meanings of status codes (RFC 3463) that say more than the report alone. */
const STATUSES: Readonly<Record<string, string>> = {
  '5.1.2': 'the domain of your address does not exist',
  '5.1.10': 'the domain of your address takes no mail',
  '5.2.1': 'your mailbox is closed',
  '5.2.2': 'your mailbox is full',
  '4.2.2': 'your mailbox is full',
};

/** Sentences for the reader: whether a digest was sent and delivered, and when. */
export function deliveryInWords(delivery: PastDelivery, timeZone: string): string {
  const { returned } = delivery;
  const went = wentInWords(delivery, timeZone);
  if (!returned) return went;
  const told = STATUSES[returned.status ?? ''] ?? RETURNS[returned.as] ?? returned.as;
  const code = returned.status === null ? '' : ` (${returned.status})`;
  return `${went} Then, on ${momentInZone(returned.at, timeZone)}: ${told}${code}.`;
}

function wentInWords({ state, reason, dueAt, endedAt, returned }: PastDelivery, timeZone: string): string {
  const at = momentInZone(endedAt ?? dueAt, timeZone);
  const because = reason === null ? '' : `: ${reasonInWords(reason)}`;
  switch (state) {
    case 'claimed':
      return `Waiting to be sent since ${at}.`;
    case 'handed-off':
      return `On its way since ${at}.`;
    case 'accepted':
      return returned
        ? `A relay took it on ${at}.`
        : `Your provider or its relay took it on ${at}. If it is not there, look among the unwanted mail.`;
    case 'uncertain':
      return `The connection broke while it was on its way, on ${at}. It may have come; it is not sent twice.`;
    case 'failed':
      return `Refused on ${at}${because}.`;
    case 'suppressed':
    case 'skipped':
      return `Not sent, on ${at}${because}.`;
    default:
      return `${state}, ${at}${because}.`;
  }
}

function reasonInWords(reason: string): string {
  const [, how, code] = /^(refused|given-up)-(\d{3})$/.exec(reason) ?? [];
  if (how === 'refused') return `the relay said that this mailbox takes no mail (answer ${code})`;
  if (how === 'given-up') return `the relay refused it for twelve hours (last answer ${code})`;
  return REASONS[reason] ?? reason;
}

/** `Monday, 23 November 2026, 08:00`, in local time of a zone. */
export function momentInZone(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
    .format(new Date(instant))
    .replace(' at ', ', ');
}

/** The period of an edition: `22 November 2026`, `week 47 of 2026`, `November 2026`. */
export function periodInWords(edition: string): string {
  const [, cadence, year, rest = ''] = /^(day|week|month)-(\d{4})-(.+)$/.exec(edition) ?? [];
  if (cadence === undefined) return edition;
  if (cadence === 'week') return `week ${Number(rest.slice(1))} of ${year}`;
  const month = monthText(`${year}-${rest.slice(0, 2)}`);
  return cadence === 'month' ? month : `${Number(rest.slice(3))} ${month}`;
}
