import { followingDue, isTooLate, nextDue, type PublicationDay } from '../due/due.js';
import type { Plan } from '../ledger/delivery.js';
import { type Subscription, scheduleOf } from '../subscription/subscription.js';

/** What planning knows of an edition. */
export type EditionNews = 'open' | 'empty' | 'with-papers';
export const EDITION_OPEN: EditionNews = 'open';

/** One digest to be written down, and how its subscription moves on. */
export interface PlanningDecision {
  plan: Plan;
  move: { subscription: Subscription; to: Required<Pick<Subscription, 'next' | 'nextDueAt'>> };
}

/**
 * The rows of a subscription that is due: one for each of its digests up to now. After an outage there are several, and
 * those of more than twelve hours ago are written down as skipped. While the edition is open there is no row, unless the
 * digest is too late in any case.
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
    edition === 'empty' && !subscription.choices?.evenWhenEmpty ? 'nothing-new' : late ? 'late' : undefined;
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
  // After an outage of months, a row for each missed date would tell nobody anything.
  return now.getTime() - following.dueAt.getTime() > MONTHS_LATE_MS
    ? nextDue(subscription, publication, now)
    : following;
}
