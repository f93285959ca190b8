/**
 * What an operator said of the sending of an edition. `going`: nothing, so its digests go out. `paused`: what was not
 * handed over yet waits. `cancelled`: it is skipped, for good, and so is what is planned for it later.
 */
export const RUN_STATES = ['going', 'paused', 'cancelled'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** The run of an edition that an operator stopped; one that goes on has no document. */
export interface StoppedRun {
  /** The edition's id. */
  _id: string;
  state: Exclude<RunState, 'going'>;
  changedAt: Date;
}
