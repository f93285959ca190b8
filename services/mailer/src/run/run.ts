/**
 * An operator's decision on the run of an edition. `going`: none, so the digests go out. `paused`: the deliveries that
 * were not handed over wait. `cancelled`: they are skipped for good, and so are deliveries that are planned later.
 */
export const RUN_STATES = ['going', 'paused', 'cancelled'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** A run that an operator stopped. A run that goes on has no document. */
export interface StoppedRun {
  /** The edition's id. */
  _id: string;
  state: Exclude<RunState, 'going'>;
  changedAt: Date;
}
