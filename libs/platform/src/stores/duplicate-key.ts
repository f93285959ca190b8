const DUPLICATE_KEY = 11_000;

/** The part of a driver's error that is read here. A bulk write has one entry for each document that failed. */
interface WriteError {
  code?: unknown;
  writeErrors?: WriteError | WriteError[];
}

/** Whether a write failed only because documents with the same unique values exist. */
export function isDuplicateKey(error: unknown): boolean {
  const { code, writeErrors = [] } = (error ?? {}) as WriteError;
  if (code !== DUPLICATE_KEY) return false;
  return [writeErrors].flat().every((failed) => failed.code === DUPLICATE_KEY);
}
