import mongoose from 'mongoose';

/** Whether nothing else went wrong than that somebody else was first. */
export function isOnlyDuplicates(error: unknown): boolean {
  if (!(error instanceof mongoose.mongo.MongoServerError) || error.code !== 11_000) return false;
  if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) return true;
  const errors = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
  return errors.every(({ code }) => code === 11_000);
}
