import type { ComponentHealth } from '../observe/health.js';

/** How long a failure counts. Without further calls its end would not be noticed. */
const TOLD_MS = 60_000;

/**
 * Statuses by which a service, or a proxy before it, says that it can't answer now. A 500 is an answer: one route has a
 * bug.
 */
const CAN_NOT_NOW = new Set([502, 503, 504]);

/** The outcome of the last calls to another service. It comes from real calls only, so it causes no traffic. */
export class LastCalls {
  private answeredMs: number | undefined;
  /** Failures since it last answered. */
  private failed = 0;
  private failure: { ms: number; reason: string } | undefined;

  /** A call was answered with this status, at this time in epoch milliseconds. */
  answered(status: number, ms: number): void {
    if (CAN_NOT_NOW.has(status)) {
      this.fail(`It answered ${status}.`, ms);
      return;
    }
    this.answeredMs = ms;
    this.failed = 0;
  }

  /** No replica answered a call. */
  unanswered(error: unknown, ms: number): void {
    this.fail(`It can't be reached: ${reasonOf(error)}.`, ms);
  }

  /** `degraded` from a failure until the next answer, or until the failure is a minute old. */
  health(nowMs: number): ComponentHealth {
    const { failure, failed, answeredMs } = this;
    const recent = failed > 0 && failure !== undefined && nowMs - failure.ms < TOLD_MS;
    return {
      state: recent ? 'degraded' : 'up',
      ...(recent ? { detail: failure.reason, failedInARow: failed } : {}),
      ...(answeredMs === undefined ? {} : { lastAnswered: new Date(answeredMs).toISOString() }),
      ...(failure === undefined ? {} : { lastFailed: new Date(failure.ms).toISOString() }),
    };
  }

  private fail(reason: string, ms: number): void {
    this.failure = { ms, reason };
    this.failed++;
  }
}

/** A code, such as ECONNREFUSED, or a name: messages hold addresses. */
function reasonOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: string };
  return typeof code === 'string' ? code : (name ?? 'it has no address');
}
