import { parentPort, workerData } from 'node:worker_threads';
import { LATE, type ThreadAnswer, type ThreadCall } from './thread-message.js';

/** Serves an object's methods to the parent thread. `open` makes the object from the data of the thread. */
export function serveThread(open: (data: unknown) => object): void {
  const served = open(workerData) as Record<string, (...given: readonly unknown[]) => unknown>;
  parentPort?.on('message', ({ id, method, given, until }: ThreadCall) => {
    const late = until !== undefined && Date.now() > until;
    const answer = late
      ? { id, error: { message: 'It waited too long.', code: LATE } }
      : answerOf(id, () => served[method]?.(...given));
    parentPort?.postMessage(answer);
  });
}

function answerOf(id: number, call: () => unknown): ThreadAnswer {
  try {
    return { id, result: call() };
  } catch (error) {
    const { message, code } = error as { message: string; code?: string };
    return { id, error: { message, ...(code === undefined ? {} : { code }) } };
  }
}
