/** For update pipelines: one more than the `seq` before, 1 for a new document. */
export const NEXT_SEQ = { $add: [{ $ifNull: ['$seq', 0] }, 1] } as const;

/** For update pipelines: the public state of a document, which is its `state` with its `seq`. */
export const PUBLIC_STATE = { $mergeObjects: ['$state', { seq: '$seq' }] } as const;
