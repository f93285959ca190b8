import type { FastifyInstance } from 'fastify';
import type { Health } from '../observe/health.js';
import type { Log } from '../observe/log.js';
import { metrics } from '../observe/metrics.js';
import {
  ANSWER_BY_HEADER,
  answerByOf,
  newTraceparent,
  runInTrace,
  type Trace,
  traceIdOf,
} from '../observe/trace.js';
import type { KnownRoute } from './allowed-methods.js';

declare module 'fastify' {
  interface FastifyRequest {
    trace: Trace;
  }
  interface FastifyInstance {
    knownRoutes: KnownRoute[];
  }
}

const OBSERVED_ROUTES = new Set(['/health', '/health/live', '/health/ready', '/metrics']);

/**
 * Gives each request its trace, its line in the log and its place in the metrics. Routes are named by their
 * pattern, never by the URL: tokens and ids of people stand there.
 */
export function addRequestHooks(fastify: FastifyInstance, log: Log, health: Health): void {
  const duration = metrics.histogram({
    name: 'paperboy_http_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  });
  fastify.decorate('knownRoutes', []);
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) fastify.knownRoutes.push({ method: each, pattern: url });
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    const parent = request.headers.traceparent;
    request.trace = {
      traceparent: newTraceparent(typeof parent === 'string' ? parent : undefined),
      requestId: request.id,
      ...answerByOf(request.headers[ANSWER_BY_HEADER]),
    };
    reply.header('x-request-id', request.id);
    done();
  });
  // Not earlier: the events of a body arrive outside of what onRequest started.
  fastify.addHook('preValidation', (request, _reply, done) => runInTrace(request.trace, done));
  // At the end of the answer, since the service may have begun to stop while the request was in hand.
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (!health.ready()) reply.header('connection', 'close');
    done(null, payload);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const { statusCode: status, elapsedTime } = reply;
    duration.observe({ method: request.method, route, status: String(status) }, elapsedTime / 1000);
    const fields = {
      method: request.method,
      route,
      status,
      ms: Math.round(elapsedTime * 10) / 10,
      requestId: request.id,
      traceId: traceIdOf(request.trace.traceparent),
    };
    if (OBSERVED_ROUTES.has(route)) log.debug(fields, 'request');
    else log.info(fields, 'request');
    done();
  });
}
