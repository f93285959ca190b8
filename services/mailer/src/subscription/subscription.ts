import { type Cadence, type Due, nextDue, type PublicationDay } from '../due/due.js';

/** A confirmed address. */
export interface Subscriber {
  _id: string;
  address: string;
  timeZone: string;
  confirmedAt: Date;
  /** Set when the last subscription ended: the address is forgotten then. */
  forgetAt?: Date;
  sample: boolean;
}

/** One cadence of a subscriber, with its hour. */
export interface Subscription {
  _id: string;
  subscriberId: string;
  cadence: Cadence;
  hour: number;
  timeZone: string;
  state: 'active' | 'ended';
  /** The digest that comes next; absent when ended. */
  next?: { localDate: string; editionId: string };
  nextDueAt?: Date;
  endedAt?: Date;
  forgetAt?: Date;
  sample: boolean;
}

/** An address that gets no mail: it bounced for good, or its reader complained. */
export interface Suppression {
  _id: string;
  reason: 'bounced' | 'complained';
  at: Date;
}

/** Addresses of those who left are kept this long, so that a link still says what it did. */
export const FORGOTTEN_AFTER_MS = 30 * 86_400_000;

/** What sending looks at right before it hands a digest over. */
export interface Recipient {
  subscription: Pick<Subscription, 'state'>;
  subscriber?: Pick<Subscriber, 'address'> | undefined;
  suppression?: Pick<Suppression, 'reason'> | undefined;
}

/** Why a recipient must not get the mail, or undefined. */
export function reasonNotToSend(recipient: Recipient | undefined): string | undefined {
  if (recipient === undefined || recipient.subscription.state === 'ended') return 'unsubscribed';
  if (recipient.subscriber === undefined) return 'no-subscriber';
  return recipient.suppression?.reason;
}

/** The fields by which a subscription knows its next digest. */
export function scheduleOf(due: Due): Required<Pick<Subscription, 'next' | 'nextDueAt'>> {
  return { next: { localDate: due.localDate, editionId: due.editionId }, nextDueAt: due.dueAt };
}

/** What a subscription is set to when its reader confirms it: active, with its first digest after now. */
export function confirmed(
  wish: { cadence: Cadence; hour: number; timeZone: string },
  publication: PublicationDay,
  now: Date,
): Pick<Subscription, 'cadence' | 'hour' | 'timeZone' | 'state' | 'next' | 'nextDueAt'> {
  return { ...wish, state: 'active', ...scheduleOf(nextDue(wish, publication, now)) };
}
