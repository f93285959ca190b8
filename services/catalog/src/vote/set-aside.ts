/** Why votes are set aside: their person is suspended, or they belong to a ring. */
export type Cause = 'suspended' | `ring:${string}`;

const CAUSES = { $ifNull: ['$causes', []] };
const DECIDED = { $ifNull: ['$decided', { counts: '$state.counts', reason: '$state.reason' }] };
const IS_FREE = { $eq: ['$causes', []] };
const REASON = { $cond: [{ $in: ['suspended', '$causes'] }, 'suspended', 'ring'] };

/**
 * A vote without a cause counts as it was decided at first. A vote may have several causes. It counts again when the
 * last one is removed.
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

/** The stages that remove a cause from a vote. */
export function restoreStages(cause: Cause) {
  return [{ $set: { decided: DECIDED, causes: { $setDifference: [CAUSES, [cause]] } } }, ...JUDGED];
}
