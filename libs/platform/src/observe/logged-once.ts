import type { Log } from './log.js';

/** Log lines of an action that is repeated. */
export interface TurnLines {
  /** Says, with the error, that the action has begun to fail. */
  readonly fails: string;
  /** Says that the action works again. */
  readonly works: string;
}

/** Wraps an action that is repeated: only the first failure in a row is logged, and the end of the row. It never rejects. */
export function loggedOnce(
  log: Log,
  act: () => Promise<void>,
  { fails, works }: TurnLines,
): () => Promise<void> {
  let well = true;
  return async () => {
    try {
      await act();
      if (!well) log.info(works);
      well = true;
    } catch (error) {
      if (well) log.warn({ err: error }, fails);
      well = false;
    }
  };
}
