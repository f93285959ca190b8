import { followingDue, isTooLate, nextDue, type PublicationDay } from '../due/due.js';
import type { Plan } from '../ledger/delivery.js';
import { mayComeWithoutEdition, type Subscription, scheduleOf } from '../subscription/subscription.js';

/** The state of an edition for planning. */
export type EditionNews = 'open' | 'empty' | 'with-papers';
export const EDITION_OPEN: EditionNews = 'open';

/** The row to add for one digest, and the next digest of its subscription. */
export interface PlanningDecision {
  plan: Plan;
  move: { subscription: Subscription; to: Required<Pick<Subscription, 'next' | 'nextDueAt'>> };
}

/**
 * Decides on the next digest of a subscription: at most one row. After an outage several digests are due, so the
 * subscription stays due until the following calls have planned them all. A digest that is more than twelve hours late
 * is recorded as skipped. While its edition is open a digest gets no row, unless it is that late.
 */
export function decide(
  subscription: Subscription,
  news: ReadonlyMap<string, EditionNews>,
  publication: PublicationDay,
  now: Date,
): PlanningDecision[] {
  const { next, nextDueAt } = subscription;
  if (!next || !nextDueAt || nextDueAt > now) return [];
  const late = isTooLate(nextDueAt, now);
  const edition = news.get(next.editionId) ?? EDITION_OPEN;
  if (edition === EDITION_OPEN && !late) return [];
  const skipped =
    edition === 'empty' && !mayComeWithoutEdition(subscription) ? 'nothing-new' : late ? 'late' : undefined;
  const plan: Plan = {
    subscriptionId: subscription._id,
    editionId: next.editionId,
    localDate: next.localDate,
    dueAt: nextDueAt,
    sample: subscription.sample,
    ...(skipped ? { skipped } : {}),
  };
  return [
    {
      plan,
      move: { subscription, to: scheduleOf(followingOf(subscription, next.localDate, publication, now)) },
    },
  ];
}

function followingOf(subscription: Subscription, localDate: string, publication: PublicationDay, now: Date) {
  const following = followingDue(subscription, publication, localDate);
  const MONTHS_LATE_MS = 40 * 86_400_000;
  // After an outage of months, a row for each missed date would be useless.
  return now.getTime() - following.dueAt.getTime() > MONTHS_LATE_MS
    ? nextDue(subscription, publication, now)
    : following;
}
