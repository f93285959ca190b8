import { Injectable } from '@nestjs/common';
import { Log } from '../observe/log.js';

const QUIET_MS = 1_000;

/** Logs failed requests: unexpected errors with their stack, and dependencies that are away once a second. */
@Injectable()
export class ProblemReports {
  private quietUntil = 0;

  constructor(private readonly log: Log) {}

  /** Reports an error that is answered with this status. Errors of the caller are not logged. */
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
    // While a dependency is away, every request fails. Its reason is logged once a second; each request has its own
    // line anyway.
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
