import { currentTrace, type Problem, unavailable } from '@paperboy/platform';

const TOO_LATE = 'too-late';

/** Until when the caller waits for the current work, in epoch milliseconds; undefined when the caller did not say. */
export function callerWaitsUntil(): number | undefined {
  return currentTrace()?.answerBy;
}

/**
 * Stages that make an update fail, and write nothing, when its caller has stopped waiting by the database's clock. Such
 * a caller may have repeated the request at another replica and reverted the change since. A late write by a replica
 * that was frozen would undo that.
 */
export function unlessLate(waitsUntil: number | undefined) {
  if (waitsUntil === undefined) return [];
  // The engine fails when it converts a text that is no number. The text contains the id, so that the engine converts
  // it only when the update runs.
  const fail = { $toInt: { $concat: [`${TOO_LATE} `, '$_id'] } };
  return [{ $set: { late: { $cond: [{ $gt: [{ $toLong: '$$NOW' }, waitsUntil] }, fail, '$$REMOVE'] } } }];
}

/** The 503 Problem for an update that `unlessLate` stopped; undefined for every other error. */
export function lateProblem(error: unknown): Problem | undefined {
  const isOfDatabase = error instanceof Error && error.name.startsWith('Mongo');
  if (!isOfDatabase || !error.message.includes(TOO_LATE)) return undefined;
  const detail = 'This was not done: by the clock of the database, its caller waits no longer.';
  return unavailable('too-late', detail, 2, error);
}
