import type { LedgerRow } from '../ledger/ledger.js';

/** The ledger's row for one digest: one subscription and one edition, which its id is made of, so there is never a second. */
export interface Delivery extends LedgerRow {
  subscriptionId: string;
  editionId: string;
  /** The subscriber's date that the digest is for; that of the command when an operator delivered the edition. */
  localDate?: string;
  /** An operator said that it goes out however old it is. */
  late?: true;
  plannedAt: Date;
  sample: boolean;
}

/** The id of a delivery. */
export function deliveryId(subscriptionId: string, editionId: string): string {
  return `${subscriptionId}.${editionId}`;
}

/** What planning decides for one digest; with `skipped` it is written down and not sent. */
export interface Plan {
  subscriptionId: string;
  editionId: string;
  localDate?: string;
  dueAt: Date;
  sample: boolean;
  late?: true;
  skipped?: 'late' | 'nothing-new';
}

/** The row that a plan begins with. */
export function deliveryOf(plan: Plan, now: Date): Delivery {
  const { skipped, ...rest } = plan;
  return {
    _id: deliveryId(plan.subscriptionId, plan.editionId),
    ...rest,
    state: skipped ? 'skipped' : 'claimed',
    ...(skipped ? { reason: skipped, endedAt: now } : {}),
    attempts: 0,
    nextAttemptAt: now,
    plannedAt: now,
  };
}
