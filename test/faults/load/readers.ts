import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestInit } from 'undici';
import type { Random } from '../random.js';
import { carefulFetch } from './careful-fetch.js';
import { Loop } from './loop.js';

/** What a request of a reader came to. */
export interface Answered {
  path: string;
  /** Undefined when no whole answer came; `error` says how. */
  status?: number;
  error?: string;
  /** What `Retry-After` said. */
  retryAfter?: string;
  startedAt: number;
  endedAt: number;
}

/** Longer than any answer may take. */
const PATIENCE_MS = 15_000;

/** Sends one request and reads its answer to the end; never throws. */
export async function answerTo(url: string, path: string, init: RequestInit = {}): Promise<Answered> {
  const startedAt = Date.now();
  try {
    const answer = await carefulFetch(`${url}${path}`, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
    await answer.arrayBuffer();
    const retryAfter = answer.headers.get('retry-after');
    const took = { startedAt, endedAt: Date.now() };
    return { path, status: answer.status, ...took, ...(retryAfter === null ? {} : { retryAfter }) };
  } catch (error) {
    const { message, cause } = error as Error;
    return { path, error: `${message}: ${String(cause)}`, startedAt, endedAt: Date.now() };
  }
}

/** Somebody who opens pages and asks the API, one request at a time, until told to stop. */
export class Reader extends Loop {
  readonly answers: Answered[] = [];

  constructor(
    private readonly url: string,
    private readonly paths: readonly string[],
    private readonly random: Random,
    private readonly pauseMs: number,
    /** Whether each request has a connection of its own, instead of one that is kept. */
    private readonly freshConnections: boolean,
  ) {
    super();
  }

  protected async once(): Promise<void> {
    const init = this.freshConnections ? { headers: { connection: 'close' } } : {};
    this.answers.push(await answerTo(this.url, this.random.pick(this.paths), init));
    await sleep(this.pauseMs + this.random.below(this.pauseMs));
  }
}
