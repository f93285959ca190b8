import type { Delivery } from '../ledger/delivery.js';

/** So many digests of a subscription in a row, which all came back soft, count as one that came back for good. */
export const SOFT_IN_A_ROW = 5;

/** Of a subscription's digests, in the order in which they went: whether too many in a row came back soft. */
export function cameBackTooOften(deliveries: readonly Pick<Delivery, 'returned'>[]): boolean {
  let inARow = 0;
  for (const { returned } of deliveries) {
    inARow = returned?.as === 'soft' ? inARow + 1 : 0;
    if (inARow === SOFT_IN_A_ROW) return true;
  }
  return false;
}
