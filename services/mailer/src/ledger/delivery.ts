import { randomBytes } from 'node:crypto';
import type { LedgerRow } from './ledger.js';
import type { Returned } from './returned.js';

/** The ledger's row for one digest: one subscription and one edition, which its id is made of, so there is never a second. */
export interface Delivery extends LedgerRow {
  subscriptionId: string;
  editionId: string;
  /** Rows of a batch are sent by one job. */
  batch: string;
  /** The subscriber's date that the digest is for; that of the command when an operator delivered the edition. */
  localDate?: string;
  /** An operator said that it goes out however old it is. */
  late?: true;
  plannedAt: Date;
  /** What came back of it after the relay had taken it. */
  returned?: Returned;
  sample: boolean;
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

/** Rows that one job sends: few enough that replicas share an edition, and so many that Redis holds little. */
export const BATCH_ROWS = 250;

/** The id of a delivery. Those of a subscription and one cadence are in the order of their periods. */
export function deliveryId(subscriptionId: string, editionId: string): string {
  return `${subscriptionId}.${editionId}`;
}

/** The rows that plans begin with, cut into batches of one edition each. */
export function deliveriesOf(plans: readonly Plan[], now: Date): Delivery[] {
  const open = new Map<string, { batch: string; rows: number }>();
  return plans.map((plan) => {
    let place = open.get(plan.editionId);
    if (!place || place.rows === BATCH_ROWS) {
      place = { batch: randomBytes(9).toString('base64url'), rows: 0 };
      open.set(plan.editionId, place);
    }
    place.rows += 1;
    return deliveryOf(plan, place.batch, now);
  });
}

function deliveryOf(plan: Plan, batch: string, now: Date): Delivery {
  const { skipped, ...rest } = plan;
  return {
    _id: deliveryId(plan.subscriptionId, plan.editionId),
    ...rest,
    batch,
    state: skipped ? 'skipped' : 'claimed',
    ...(skipped ? { reason: skipped, endedAt: now } : {}),
    attempts: 0,
    nextAttemptAt: now,
    plannedAt: now,
  };
}
