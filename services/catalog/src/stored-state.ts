/** For update pipelines: one more than the `seq` before; 1 for what was not there. */
export const NEXT_SEQ = { $add: [{ $ifNull: ['$seq', 0] }, 1] } as const;

/** For update pipelines: the public state of a document, which is what stands under `state` with the document's `seq`. */
export const PUBLIC_STATE = { $mergeObjects: ['$state', { seq: '$seq' }] } as const;
