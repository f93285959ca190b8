/** A number of papers: for the whole list, and for the list of one category or submitter. */
export interface Room {
  readonly all: number;
  readonly scoped: number;
}

/** Papers shown on the list of all new papers, and on that of one category or submitter. */
export const NEW_SHOWN: Room = { all: 1_000, scoped: 200 };
/** Papers kept on these lists: more than are shown, so that removals leave no hole. */
export const NEW_KEPT: Room = { all: 1_200, scoped: 240 };

/** Papers shown on the trending list, and on that of one category; a submitter's is shown to its end. */
export const TRENDING_SHOWN: Room = { all: 1_000, scoped: 200 };
/** The first papers of trending, which are not packed (packing.script.ts), so that removals leave no hole. */
export const TRENDING_KEPT: Room = { all: 1_200, scoped: 240 };
