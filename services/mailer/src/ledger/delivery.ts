import { randomBytes } from 'node:crypto';
import type { LedgerRow } from './ledger.js';
import type { Returned } from './returned.js';

/** The ledger's row for one digest. Its id is made of subscription and edition, so there is never a second one. */
export interface Delivery extends LedgerRow {
  subscriptionId: string;
  editionId: string;
  /** The batch of the row. One job sends the rows of a batch. */
  batch: string;
  /** The subscriber's local date of the digest. For a delivery by command: the date of the command. */
  localDate?: string;
  /** An operator ordered to send it even if it is old. */
  late?: true;
  plannedAt: Date;
  /** The bounce, complaint or delivery report on it, after the relay had taken it. */
  returned?: Returned;
  sample: boolean;
}

/** The decision of planning on one digest. With `skipped` it is recorded and not sent. */
export interface Plan {
  subscriptionId: string;
  editionId: string;
  localDate?: string;
  dueAt: Date;
  sample: boolean;
  late?: true;
  skipped?: 'late' | 'nothing-new';
}

/** Rows that one job sends: few enough that replicas share an edition, and enough that Redis holds few jobs. */
export const BATCH_ROWS = 250;

/** The id of a delivery. Those of a subscription and one cadence are in the order of their periods. */
export function deliveryId(subscriptionId: string, editionId: string): string {
  return `${subscriptionId}.${editionId}`;
}

/** The new rows of plans, divided into batches of one edition each. */
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
