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
/** Requests may take ten seconds, so that a second more is little. kafkajs looks ten times as often. */
const TIMEOUTS_EVERY_MS = 1_000;

/** kafkajs' class of that queue. */
export function requestQueueClass(): { new (options: object): RequestQueue; prototype: RequestQueue } {
  return createRequire(import.meta.url)('kafkajs/src/network/requestQueue');
}

/**
 * kafkajs 2.2.4 starts a timer of 1 ms again and again on every connection, so that a service without work wakes up
 * thousands of times a second. Afterwards it starts one only while requests wait: they wait for the end of a throttling,
 * or for the answer to an earlier request, which checks them as well. Requests without an answer are looked for once a
 * second.
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
