import { randomBytes } from 'node:crypto';
import type { DigestChoices } from '@paperboy/contracts';
import { type Due, followingDue, momentOf, nextDue, type PublicationDay, type Timing } from '../due/due.js';
import type { Subscriber, Suppression } from '../subscriber/subscriber.js';
import { wishesOf } from './wish.js';

/** What one subscriber wants to be sent, and when. A subscriber may have several. */
export interface Subscription extends Timing {
  /** Random, and not derived from the address: 12 characters of base64url, as link tokens need them. */
  _id: string;
  subscriberId: string;
  /** Tells the subscriptions of one subscriber apart: a request for the same slot changes one and adds none. */
  slot: string;
  /** What its reader has chosen; what is absent has its default. */
  choices?: Partial<DigestChoices>;
  /** The first local date that has a digest again; a date of the past says nothing. */
  pausedUntil?: string;
  state: 'active' | 'ended';
  /** The digest that comes next; absent when ended. */
  next?: { localDate: string; editionId: string };
  nextDueAt?: Date;
  endedAt?: Date;
  forgetAt?: Date;
  sample: boolean;
}

/** How a subscription is set; the rest follows from it. */
export type ConfirmedSubscription = Omit<
  Subscription,
  '_id' | 'endedAt' | 'forgetAt' | 'choices' | 'pausedUntil'
>;

/** What sending looks at right before it hands a digest over. */
export interface Recipient {
  subscription: Pick<Subscription, 'state' | 'choices' | 'pausedUntil'>;
  subscriber?: Pick<Subscriber, 'address'> | undefined;
  suppression?: Pick<Suppression, 'reason'> | undefined;
}

/** An id for a new subscription. */
export function newSubscriptionId(): string {
  return randomBytes(9).toString('base64url');
}

/** The slot of a subscription that the form asks for: one a cadence, so that asking again changes its hour. */
export function formSlot({ cadence }: Pick<Timing, 'cadence'>): string {
  return cadence;
}

/** The slots of the subscriptions that a reader adds to the form's; there are no more than these. */
export const ADDED_SLOTS = ['added-1', 'added-2', 'added-3', 'added-4'] as const;

/** So long after the goodbye it can be undone without a new confirmation. */
const RESTORABLE_MS = 3_600_000;

/** Whether an ended subscription can be brought back by the link that ended it. */
export function mayBeRestored({ endedAt }: Pick<Subscription, 'endedAt'>, now: Date): boolean {
  return endedAt !== undefined && now.getTime() - endedAt.getTime() <= RESTORABLE_MS;
}

/** Why a recipient must not get the mail, or undefined. */
export function reasonNotToSend(recipient: Recipient | undefined): string | undefined {
  if (recipient === undefined || recipient.subscription.state === 'ended') return 'unsubscribed';
  if (recipient.subscriber === undefined) return 'no-subscriber';
  return recipient.suppression?.reason;
}

/**
 * Whether a digest may come of an edition without papers: its reader wants one always, or has keywords or authors, which are
 * looked for among all new papers.
 */
export function mayComeWithoutEdition({ choices = {} }: Pick<Subscription, 'choices'>): boolean {
  return choices.evenWhenEmpty === true || wishesOf(choices).length > 0;
}

/** Whether a reader wants no digest on a local date. */
export function isPaused({ pausedUntil }: Pick<Subscription, 'pausedUntil'>, localDate: string): boolean {
  return pausedUntil !== undefined && localDate < pausedUntil;
}

/**
 * The first digest after a change of the settings: after now, not before the end of the pause, and on a later date than
 * the last digest, because a date has one at most.
 */
export function dueAfterChange(
  timing: Timing,
  publication: PublicationDay,
  {
    now,
    pausedUntil,
    lastDate,
  }: { now: Date; pausedUntil?: string | undefined; lastDate?: string | undefined },
): Due {
  const resumes = pausedUntil === undefined ? now : momentOf(pausedUntil, 0, timing.timeZone);
  let due = nextDue(timing, publication, resumes > now ? new Date(resumes.getTime() - 1) : now);
  while (lastDate !== undefined && due.localDate <= lastDate)
    due = followingDue(timing, publication, due.localDate);
  return due;
}

/** The fields by which a subscription knows its next digest. */
export function scheduleOf(due: Due): Required<Pick<Subscription, 'next' | 'nextDueAt'>> {
  return { next: { localDate: due.localDate, editionId: due.editionId }, nextDueAt: due.dueAt };
}

/** What a subscription is set to when its reader confirms it: active, with its first digest after now. */
export function confirmed(
  timing: Timing,
  publication: PublicationDay,
  now: Date,
): Pick<ConfirmedSubscription, 'cadence' | 'hour' | 'timeZone' | 'weekday' | 'state' | 'next' | 'nextDueAt'> {
  const { cadence, hour, timeZone, weekday } = timing;
  const day = weekday === undefined ? {} : { weekday };
  return {
    cadence,
    hour,
    timeZone,
    ...day,
    state: 'active',
    ...scheduleOf(nextDue(timing, publication, now)),
  };
}
