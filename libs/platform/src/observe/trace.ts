import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** What ties together the log lines, calls and events that one request caused (W3C Trace Context). */
export interface Trace {
  readonly traceparent: string;
  readonly requestId: string;
  /** Until when the caller waits for the answer, in epoch milliseconds, where it says so. */
  readonly answerBy?: number;
}

/** The header in which a service says until when it waits for the answer to a write. */
export const ANSWER_BY_HEADER = 'x-answer-by';

const storage = new AsyncLocalStorage<Trace>();
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const ANSWER_BY = /^\d{13}$/;
const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;

// Ids are drawn from a store that is filled now and then: asking the system for each was a tenth of a short request.
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

/** The trace of the work at hand, if it belongs to one. */
export function currentTrace(): Trace | undefined {
  return storage.getStore();
}

/** Runs a function, and all that it starts, in a trace. */
export function runInTrace<Result>(trace: Trace, run: () => Result): Result {
  return storage.run(trace, run);
}

/** Runs a function outside of any trace: for what a request merely happened to notice. */
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

/** The trace of something that came with headers of its own; what is malformed there is replaced. */
export function traceOf(traceparent: unknown, requestId?: unknown): Trace {
  return {
    traceparent: newTraceparent(typeof traceparent === 'string' ? traceparent : undefined),
    requestId:
      typeof requestId === 'string' && REQUEST_ID.test(requestId)
        ? requestId
        : random(9).toString('base64url'),
  };
}

/** Until when a caller waits, from its header; nothing when it does not say, or says nonsense. */
export function answerByOf(header: unknown): { answerBy: number } | undefined {
  return typeof header === 'string' && ANSWER_BY.test(header) ? { answerBy: Number(header) } : undefined;
}

/** The trace id within a traceparent. */
export function traceIdOf(traceparent: string): string {
  return traceparent.slice(3, 35);
}
