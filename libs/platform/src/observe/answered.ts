import type { Log } from './log.js';
import { metrics } from './metrics.js';
import { type Trace, traceIdOf } from './trace.js';

/** An answer that was sent, as the log and the metrics report it. */
export interface Answered {
  method: string;
  /** The route's pattern, never the URL, which may hold tokens and ids of people. */
  route: string;
  status: number;
  ms: number;
  trace: Trace;
}

/** Routes that are requested every few seconds, and answered with 503 while a service stops. */
const OBSERVED_ROUTES = new Set(['/health', '/health/live', '/health/ready', '/metrics']);

/** An answer that took longer is always logged. */
const SLOW_MS = 1_000;

/** Successful requests would be nearly all lines, and the metrics count them anyway. */
function levelOf({ route, status, ms }: Answered): 'debug' | 'warn' | 'error' {
  if (OBSERVED_ROUTES.has(route)) return 'debug';
  if (status === 500) return 'error';
  return status > 500 || ms > SLOW_MS ? 'warn' : 'debug';
}

/** Makes the function that logs each answer and counts it in the metrics. */
export function answeredReporter(log: Log): (answered: Answered) => void {
  const duration = metrics.histogram({
    name: 'paperboy_http_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  });
  return (answered) => {
    const { method, route, status, ms, trace } = answered;
    duration.observe({ method, route, status: String(status) }, ms / 1000);
    const level = levelOf(answered);
    if (!log.writes(level)) return;
    const { requestId, traceparent } = trace;
    const traceId = traceIdOf(traceparent);
    log[level]({ method, route, status, ms: Math.round(ms * 10) / 10, requestId, traceId }, 'request');
  };
}
