/** Why votes are set aside: their person is suspended, or they are those of a ring. */
export type Cause = 'suspended' | `ring:${string}`;

const CAUSES = { $ifNull: ['$causes', []] };
const DECIDED = { $ifNull: ['$decided', { counts: '$state.counts', reason: '$state.reason' }] };
const IS_FREE = { $eq: ['$causes', []] };
const REASON = { $cond: [{ $in: ['suspended', '$causes'] }, 'suspended', 'ring'] };

/**
 * A vote counts as it was decided at first while no cause sets it aside. Several causes may: it counts again when the last
 * one is gone.
 */
const JUDGED = [
  {
    $set: {
      seq: { $add: ['$seq', 1] },
      'state.counts': { $cond: [IS_FREE, '$decided.counts', false] },
      'state.reason': { $cond: [IS_FREE, { $ifNull: ['$decided.reason', '$$REMOVE'] }, REASON] },
    },
  },
  {
    $set: {
      decided: { $cond: [IS_FREE, '$$REMOVE', '$decided'] },
      causes: { $cond: [IS_FREE, '$$REMOVE', '$causes'] },
    },
  },
];

/** The stages that set a vote aside for a cause. */
export function setAsideStages(cause: Cause) {
  return [{ $set: { decided: DECIDED, causes: { $setUnion: [CAUSES, [cause]] } } }, ...JUDGED];
}

/** The stages that take a cause away from a vote. */
export function restoreStages(cause: Cause) {
  return [{ $set: { decided: DECIDED, causes: { $setDifference: [CAUSES, [cause]] } } }, ...JUDGED];
}
