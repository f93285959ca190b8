import { randomBytes } from 'node:crypto';
import type { DigestChoices } from '@paperboy/contracts';
import { type Due, followingDue, momentOf, nextDue, type PublicationDay, type Timing } from '../due/due.js';
import type { Subscriber, Suppression } from '../subscriber/subscriber.js';
import { wishesOf } from './wish.js';

/** The digests that a subscriber wants, and when. A subscriber may have several subscriptions. */
export interface Subscription extends Timing {
  /** Random, not derived from the address: 12 characters of base64url, as link tokens require. */
  _id: string;
  subscriberId: string;
  /** Distinguishes the subscriptions of one subscriber. A request for the same slot changes the one that is there. */
  slot: string;
  /** The choices of its reader. Absent ones have their defaults. */
  choices?: Partial<DigestChoices>;
  /** The end of a pause: the first local date that may have a digest again. A past date has no effect. */
  pausedUntil?: string;
  state: 'active' | 'ended';
  /** The next digest. Absent when the subscription has ended. */
  next?: { localDate: string; editionId: string };
  nextDueAt?: Date;
  endedAt?: Date;
  forgetAt?: Date;
  sample: boolean;
}

/** The fields of a subscription that a confirmation sets. */
export type ConfirmedSubscription = Omit<
  Subscription,
  '_id' | 'endedAt' | 'forgetAt' | 'choices' | 'pausedUntil'
>;

/** The facts that sending reads right before it hands a digest over. */
export interface Recipient {
  subscription: Pick<Subscription, 'state' | 'choices' | 'pausedUntil'>;
  subscriber?: Pick<Subscriber, 'address'> | undefined;
  suppression?: Pick<Suppression, 'reason'> | undefined;
}

/** An id for a new subscription. */
export function newSubscriptionId(): string {
  return randomBytes(9).toString('base64url');
}

/** The slot of a subscription by the form: one for each cadence, so that subscribing again changes its hour. */
export function formSlot({ cadence }: Pick<Timing, 'cadence'>): string {
  return cadence;
}

/** The slots of further subscriptions that a reader adds. There are no more than these. */
export const ADDED_SLOTS = ['added-1', 'added-2', 'added-3', 'added-4'] as const;

/** How long an unsubscription can be undone without a new confirmation. */
const RESTORABLE_MS = 3_600_000;

/** Whether an ended subscription can be brought back by the link that ended it. */
export function mayBeRestored({ endedAt }: Pick<Subscription, 'endedAt'>, now: Date): boolean {
  return endedAt !== undefined && now.getTime() - endedAt.getTime() <= RESTORABLE_MS;
}

/** Why a recipient must not get the mail. Undefined when nothing prevents it. */
export function reasonNotToSend(recipient: Recipient | undefined): string | undefined {
  if (recipient === undefined || recipient.subscription.state === 'ended') return 'unsubscribed';
  if (recipient.subscriber === undefined) return 'no-subscriber';
  return recipient.suppression?.reason;
}

/**
 * Whether an edition without papers may have a digest: the reader wants one in any case, or has keywords or authors,
 * which search among all new papers.
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
 * the last digest, because a date has at most one.
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

/** The fields of a subscription that hold its next digest. */
export function scheduleOf(due: Due): Required<Pick<Subscription, 'next' | 'nextDueAt'>> {
  return { next: { localDate: due.localDate, editionId: due.editionId }, nextDueAt: due.dueAt };
}

/** The settings of a subscription when its reader confirms it: active, with its first digest after now. */
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
