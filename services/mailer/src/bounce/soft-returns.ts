import type { Delivery } from '../ledger/delivery.js';

/** The number of soft returns in a row, of one subscription's digests, that count as one hard return. */
export const SOFT_IN_A_ROW = 5;

/** Whether too many of a subscription's digests in a row came back soft. The digests are ordered by time. */
export function cameBackTooOften(deliveries: readonly Pick<Delivery, 'returned'>[]): boolean {
  let inARow = 0;
  for (const { returned } of deliveries) {
    inARow = returned?.as === 'soft' ? inARow + 1 : 0;
    if (inARow === SOFT_IN_A_ROW) return true;
  }
  return false;
}
