import { EARLIER_TEXTS_KEPT } from '@paperboy/contracts';

/** The first stage of a change: puts aside what the paper says. */
export const REMEMBER = {
  $set: { before: { $mergeObjects: ['$state', { approximate: '$approximate' }] } },
};

const differs = (field: string) => ({ $ne: [`$before.${field}`, `$state.${field}`] });
const isWithdrawn = (state: string) => ({ $ne: [{ $type: `${state}.withdrawnAt` }, 'missing'] });
const MORE_EXACT = { $and: ['$before.approximate', { $not: differs('version') }] };
const CHANGED = {
  $and: [
    { $ne: [{ $type: '$before.version' }, 'missing'] },
    // What an announcement said in short comes whole with the exact record: the paper is the same.
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

/** The last stages of a change: keep what was put aside, if the paper says something else now. */
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
