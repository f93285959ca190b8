import { currentTrace, type Problem, unavailable } from '@paperboy/platform';
import mongoose from 'mongoose';

const TOO_LATE = 'too-late';

/** Until when the caller of the work at hand waits for the answer, in epoch milliseconds, where it says so. */
export function callerWaitsUntil(): number | undefined {
  return currentTrace()?.answerBy;
}

/**
 * The stages that make an update fail, and write nothing, when its caller has stopped waiting by the database's clock:
 * it may have asked another replica meanwhile, been told that all is done, and taken it back since. What comes later
 * of a replica that was frozen would undo that.
 */
export function unlessLate(waitsUntil: number | undefined) {
  if (waitsUntil === undefined) return [];
  // To the engine, a number from text that is none is an error; with the id in it, not before the update runs.
  const fail = { $toInt: { $concat: [`${TOO_LATE} `, '$_id'] } };
  return [{ $set: { late: { $cond: [{ $gt: [{ $toLong: '$$NOW' }, waitsUntil] }, fail, '$$REMOVE'] } } }];
}

/** The 503 of an update that `unlessLate` stopped; nothing for every other error. */
export function lateProblem(error: unknown): Problem | undefined {
  if (!(error instanceof mongoose.mongo.MongoServerError) || !error.message.includes(TOO_LATE))
    return undefined;
  const detail = 'This was not done: by the clock of the database, its caller waits no longer.';
  return unavailable('too-late', detail, 2, error);
}
