import type { Log } from './log.js';
import { metrics } from './metrics.js';
import { type Trace, traceIdOf } from './trace.js';

/** An answer that has left, as the log and the metrics tell of it. */
export interface Answered {
  method: string;
  /** The route's pattern, never the URL: tokens and ids of people stand there. */
  route: string;
  status: number;
  ms: number;
  trace: Trace;
}

const OBSERVED_ROUTES = new Set(['/health', '/health/live', '/health/ready', '/metrics']);

/** Makes what gives each answer its line in the log and its place in the metrics. */
export function answeredReporter(log: Log): (answered: Answered) => void {
  const duration = metrics.histogram({
    name: 'paperboy_http_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  });
  return ({ method, route, status, ms, trace }) => {
    duration.observe({ method, route, status: String(status) }, ms / 1000);
    const level = OBSERVED_ROUTES.has(route) ? 'debug' : 'info';
    if (!log.writes(level)) return;
    const { requestId, traceparent } = trace;
    const traceId = traceIdOf(traceparent);
    log[level]({ method, route, status, ms: Math.round(ms * 10) / 10, requestId, traceId }, 'request');
  };
}
