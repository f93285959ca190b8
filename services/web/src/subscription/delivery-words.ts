import type { PastDelivery } from '@paperboy/contracts';
import { monthText } from '../text/day.js';

/** Why a digest was not sent or not taken, by the mailer's stable words. */
const REASONS: Readonly<Record<string, string>> = {
  late: 'it would have come more than twelve hours late',
  'nothing-new': 'there was no paper that fits your settings',
  'newer-went-first': 'a newer one had gone out already',
  cancelled: 'the publication called this one back',
  paused: 'you had paused it',
  unsubscribed: 'you had unsubscribed',
  bounced: 'your mailbox had refused mail for good',
  'by-operator': 'the publication stopped mail to this address',
  complained: 'mail of ours had been reported as unwanted',
};

/** What became of a digest, and when, as its reader is told. */
export function deliveryInWords({ state, reason, dueAt, endedAt }: PastDelivery, timeZone: string): string {
  const at = momentInZone(endedAt ?? dueAt, timeZone);
  const because = reason === null ? '' : `: ${reasonInWords(reason)}`;
  switch (state) {
    case 'claimed':
      return `Waiting to be sent since ${at}.`;
    case 'handed-off':
      return `On its way since ${at}.`;
    case 'accepted':
      return `Your provider or its relay took it on ${at}. If it is not there, look among the unwanted mail.`;
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

/** `Monday, 23 November 2026, 08:00`, as clocks show it in a zone. */
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
