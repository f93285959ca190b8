import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** Ties together the log lines, calls and events that one request caused (W3C Trace Context). */
export interface Trace {
  readonly traceparent: string;
  readonly requestId: string;
  /** The end of the caller's wait for the answer, in epoch milliseconds, where the caller states it. */
  readonly answerBy?: number;
}

/** The header in which a service states the end of its wait for the answer to a write. */
export const ANSWER_BY_HEADER = 'x-answer-by';

const storage = new AsyncLocalStorage<Trace>();
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const ANSWER_BY = /^\d{13}$/;
const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;

// Random bytes are drawn from a buffer that is refilled now and then: asking the system for each id took a tenth of a
// short request.
const STORE_BYTES = 4_096;
let store = Buffer.alloc(0);
let drawn = 0;

function random(bytes: number): Buffer {
  if (drawn + bytes > store.length) {
    store = randomBytes(STORE_BYTES);
    drawn = 0;
  }
  drawn += bytes;
  return store.subarray(drawn - bytes, drawn);
}

/** The trace of the current work, if it belongs to one. */
export function currentTrace(): Trace | undefined {
  return storage.getStore();
}

/** Runs a function, and all that it starts, in a trace. */
export function runInTrace<Result>(trace: Trace, run: () => Result): Result {
  return storage.run(trace, run);
}

/** Runs a function outside of any trace: for events that a request merely noticed. */
export function runWithoutTrace<Result>(run: () => Result): Result {
  return storage.exit(run);
}

/** A new span: of the parent's trace when there is a valid one, else of a new trace. */
export function newTraceparent(parent?: string): string {
  if (parent !== undefined && TRACEPARENT.test(parent)) {
    return `${parent.slice(0, 36)}${random(8).toString('hex')}${parent.slice(52)}`;
  }
  const ids = random(24).toString('hex');
  return `00-${ids.slice(0, 32)}-${ids.slice(32)}-01`;
}

/** The trace of a message with headers of its own. Malformed parts are replaced. */
export function traceOf(traceparent: unknown, requestId?: unknown): Trace {
  return {
    traceparent: newTraceparent(typeof traceparent === 'string' ? traceparent : undefined),
    requestId:
      typeof requestId === 'string' && REQUEST_ID.test(requestId)
        ? requestId
        : random(9).toString('base64url'),
  };
}

/** The end of a caller's wait, from its header; undefined when it is absent or malformed. */
export function answerByOf(header: unknown): { answerBy: number } | undefined {
  return typeof header === 'string' && ANSWER_BY.test(header) ? { answerBy: Number(header) } : undefined;
}

/** The trace id within a traceparent. */
export function traceIdOf(traceparent: string): string {
  return traceparent.slice(3, 35);
}
