import { Worker } from 'node:worker_threads';
import { threadFile } from '@paperboy/platform';
import type { ThreadAnswer, ThreadCall } from './thread-message.js';

/** An error of a thread, with its code if it has one (SQLite's, or LATE). */
export class ThreadError extends Error {
  readonly code?: string;

  constructor(message: string, code?: string) {
    super(message);
    this.name = 'ThreadError';
    if (code !== undefined) this.code = code;
  }
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A thread that serves one object. Calls of its methods return promises. */
export class ThreadClient<Served extends object> {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;
  private ended: Error | undefined;

  constructor(file: URL, data: unknown) {
    this.worker = new Worker(threadFile(file), { workerData: data });
    this.worker.on('message', (answer: ThreadAnswer) => this.take(answer));
    this.worker.on('error', (error: Error) => this.end(error));
    this.worker.on('exit', () => this.end(new ThreadError('The thread has ended.')));
  }

  /** How many calls wait for their answers. */
  get busy(): number {
    return this.waiting.size;
  }

  /** Whether it can be called. */
  get alive(): boolean {
    return this.ended === undefined;
  }

  call<Name extends keyof Served & string>(
    method: Name,
    ...given: Served[Name] extends (...given: infer Given) => unknown ? Given : never
  ): Promise<Served[Name] extends (...given: never[]) => infer Result ? Result : never> {
    return this.callUntil(undefined, method, ...given);
  }

  /** Calls a method that has to begin before a time (in milliseconds since 1970). Otherwise it fails with `LATE`. */
  callUntil<Name extends keyof Served & string>(
    until: number | undefined,
    method: Name,
    ...given: Served[Name] extends (...given: infer Given) => unknown ? Given : never
  ): Promise<Served[Name] extends (...given: never[]) => infer Result ? Result : never> {
    if (this.ended) return Promise.reject(this.ended);
    const id = ++this.last;
    const message: ThreadCall = { id, method, given, ...(until === undefined ? {} : { until }) };
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
      this.worker.postMessage(message);
    });
  }

  /** Ends the thread. Calls without an answer fail. */
  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private take(answer: ThreadAnswer): void {
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if ('error' in answer) waiting?.reject(new ThreadError(answer.error.message, answer.error.code));
    else waiting?.resolve(answer.result);
  }

  private end(error: Error): void {
    this.ended ??= error;
    for (const { reject } of this.waiting.values()) reject(this.ended);
    this.waiting.clear();
  }
}
