import { describe, expect, it } from '@jest/globals';
import { type RequestQueue, requestQueueClass, stopIdlePolling } from './idle-connections.js';
import { createKafka } from './kafka-client.js';

interface Request {
  correlationId: number;
  sent?: true;
}

/** A queue of one connection that waits for one answer at a time. */
function queueOfOne() {
  const Queue = requestQueueClass();
  const logger = { debug: () => undefined };
  const queue = new Queue({ maxInFlightRequests: 1, requestTimeout: 1_000, logger }) as RequestQueue & {
    push(request: object): void;
    fulfillRequest(answer: object): void;
    maybeThrottle(ms: number): void;
    destroy(): void;
  };
  const push = (request: Request) =>
    queue.push({
      entry: { correlationId: request.correlationId, resolve: () => undefined, reject: () => undefined },
      expectResponse: true,
      sendRequest: () => {
        request.sent = true;
      },
    });
  const answer = ({ correlationId }: Request) =>
    queue.fulfillRequest({ correlationId, payload: Buffer.alloc(0), size: 0 });
  return { queue, push, answer };
}

describe('a connection to Kafka', () => {
  stopIdlePolling();

  it('has no timer while no request waits to be sent', () => {
    const { queue, push, answer } = queueOfOne();
    const request: Request = { correlationId: 1 };
    push(request);
    answer(request);
    expect(request.sent).toBe(true);
    expect(queue.throttleCheckTimeoutId).toBeNull();
  });

  it('sends a request that waits as soon as the one before it is answered', () => {
    const { queue, push, answer } = queueOfOne();
    const [first, second]: [Request, Request] = [{ correlationId: 1 }, { correlationId: 2 }];
    push(first);
    push(second);
    expect(second.sent).toBeUndefined();
    expect(queue.throttleCheckTimeoutId).not.toBeNull();
    answer(first);
    expect(second.sent).toBe(true);
    queue.destroy();
  });

  it('sends a request that waits for the end of a throttling, though no answer comes', async () => {
    const { queue, push } = queueOfOne();
    queue.maybeThrottle(20);
    const request: Request = { correlationId: 1 };
    push(request);
    expect(request.sent).toBeUndefined();
    const deadline = Date.now() + 10_000;
    while (!request.sent && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(request.sent).toBe(true);
    expect(queue.throttleCheckTimeoutId).toBeNull();
  });

  it('is of this kind in every client that is made here', () => {
    requestQueueClass().prototype.scheduleCheckPendingRequests = () => undefined;
    const replaced = requestQueueClass().prototype.scheduleCheckPendingRequests;
    createKafka({ brokers: ['127.0.0.1:1'], clientId: 'spec' });
    expect(requestQueueClass().prototype.scheduleCheckPendingRequests).not.toBe(replaced);
  });
});
