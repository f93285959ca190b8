import { Injectable } from '@nestjs/common';
import { Log } from '../observe/log.js';

const QUIET_MS = 1_000;

/** Tells the log of what could not be answered well: what nobody expected with its stack, what is away once a second. */
@Injectable()
export class ProblemReports {
  private quietUntil = 0;

  constructor(private readonly log: Log) {}

  /** Reports an error that is answered with this status; one that is the caller's own is not told. */
  report(
    error: unknown,
    status: number,
    request: { route: string | undefined; requestId: string | undefined },
  ): void {
    if (status < 500) return;
    if (status === 500) {
      this.log.error({ err: error, ...request }, 'A request failed.');
      return;
    }
    // While something is away every request meets it: the reason once a second is enough, each has its own line.
    const now = performance.now();
    if (now < this.quietUntil) return;
    this.quietUntil = now + QUIET_MS;
    this.log.warn({ ...request, reason: reasonOf(error) }, 'A request could not be served for now.');
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
