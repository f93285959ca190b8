import { createRequire } from 'node:module';

/** A request that was sent and not answered yet. Times in ms. */
interface SentRequest {
  readonly sentAt: number;
  readonly requestTimeout: number;
  timeoutRequest(): void;
}

/** The queue of a connection's requests, as kafkajs has it. */
export interface RequestQueue {
  readonly inflight: ReadonlyMap<number, SentRequest>;
  readonly isConnected: () => boolean;
  requestTimeoutIntervalId: NodeJS.Timeout | null;
  destroy(): void;
  scheduleRequestTimeoutCheck(): void;
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
  scheduleCheckPendingRequests(): void;
}

const CHECK_EVERY_MS = 10;
/** How often time-outs of requests are checked. A request may take ten seconds, so one more is little. */
const TIMEOUTS_EVERY_MS = 1_000;

/** kafkajs' class of that queue. */
export function requestQueueClass(): { new (options: object): RequestQueue; prototype: RequestQueue } {
  return createRequire(import.meta.url)('kafkajs/src/network/requestQueue');
}

/**
 * Replaces two timers of kafkajs 2.2.4, which starts one of 1 ms again and again on every connection, so that a service
 * without work wakes up thousands of times a second. Afterwards this timer runs only while requests wait to be sent:
 * until a throttling ends, or an answer to an earlier request arrives. Time-outs are checked once a second.
 */
export function stopIdlePolling(): void {
  const queue = requestQueueClass().prototype;
  queue.scheduleRequestTimeoutCheck = function (this: RequestQueue): void {
    this.destroy();
    this.requestTimeoutIntervalId = setInterval(() => {
      for (const request of this.inflight.values())
        if (Date.now() - request.sentAt > request.requestTimeout) request.timeoutRequest();
      if (!this.isConnected()) this.destroy();
    }, TIMEOUTS_EVERY_MS);
  };
  queue.scheduleCheckPendingRequests = function (this: RequestQueue): void {
    if (this.pending.length === 0 || this.throttleCheckTimeoutId !== null) return;
    const throttledMs = this.throttledUntil - Date.now();
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      throttledMs > 0 ? throttledMs : CHECK_EVERY_MS,
    );
  };
}
