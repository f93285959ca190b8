import { EARLIER_TEXTS_KEPT } from '@paperboy/contracts';

/** The first stage of a change: copies the current text of the paper to `before`. */
export const REMEMBER = {
  $set: { before: { $mergeObjects: ['$state', { approximate: '$approximate' }] } },
};

const differs = (field: string) => ({ $ne: [`$before.${field}`, `$state.${field}`] });
const isWithdrawn = (state: string) => ({ $ne: [{ $type: `${state}.withdrawnAt` }, 'missing'] });
const MORE_EXACT = { $and: ['$before.approximate', { $not: differs('version') }] };
const CHANGED = {
  $and: [
    { $ne: [{ $type: '$before.version' }, 'missing'] },
    // An announcement may hold a shortened text. The exact record of the same version completes it: no change.
    { $not: MORE_EXACT },
    {
      $or: [
        ...['version', 'title', 'summary', 'comment'].map(differs),
        { $ne: [isWithdrawn('$before'), isWithdrawn('$state')] },
      ],
    },
  ],
};
const KEPT = { $ifNull: ['$earlier', []] };
const EARLIER = {
  version: '$before.version',
  title: '$before.title',
  summary: '$before.summary',
  comment: '$before.comment',
  withdrawn: isWithdrawn('$before'),
  until: '$$NOW',
};

/** The last stages of a change: add `before` to `earlier` if the text has changed, and remove `before`. */
export const KEEP_EARLIER = [
  {
    $set: {
      earlier: {
        $cond: [
          CHANGED,
          { $slice: [{ $concatArrays: [KEPT, [EARLIER]] }, -EARLIER_TEXTS_KEPT] },
          { $ifNull: ['$earlier', '$$REMOVE'] },
        ],
      },
    },
  },
  { $unset: 'before' },
];
