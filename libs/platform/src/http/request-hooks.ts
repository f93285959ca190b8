import type { FastifyInstance } from 'fastify';
import type { Answered } from '../observe/answered.js';
import type { Health } from '../observe/health.js';
import { ANSWER_BY_HEADER, answerByOf, newTraceparent, runInTrace, type Trace } from '../observe/trace.js';
import type { KnownRoute } from './allowed-methods.js';
import { routeOf } from './request-route.js';

declare module 'fastify' {
  interface FastifyRequest {
    trace: Trace;
  }
  interface FastifyInstance {
    knownRoutes: KnownRoute[];
  }
}

/** Gives each request its trace, and reports each answer. */
export function addRequestHooks(
  fastify: FastifyInstance,
  health: Health,
  report: (answered: Answered) => void,
): void {
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
  // In this hook and no earlier one, since the events of a body arrive outside of the context that onRequest started.
  fastify.addHook('preValidation', (request, _reply, done) => runInTrace(request.trace, done));
  // Checked at the end of the answer, since the service may have begun to stop meanwhile.
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (!health.ready()) reply.header('connection', 'close');
    done(null, payload);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    report({
      method: request.method,
      route: routeOf(request),
      status: reply.statusCode,
      ms: reply.elapsedTime,
      trace: request.trace,
    });
    done();
  });
}
