import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { allowedMethods } from './allowed-methods.js';
import { problemDocument, problemHeaders, problemOf, problemOfStatus } from './problem-document.js';
import { ProblemReports } from './problem-reports.js';
import { routeOf } from './request-route.js';

/** Answers every error with a problem document. Logs unexpected ones with their stack. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly reports: ProblemReports) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const allowed = request.is404 ? allowedMethods(request.server.knownRoutes, request.url) : [];
    const problem = request.is404 ? problemOfStatus(allowed.length > 0 ? 405 : 404) : problemOf(error);
    this.reports.report(error, problem.status, { route: routeOf(request), requestId: request.id });
    if (reply.sent) return;
    if (allowed.length > 0) reply.header('allow', allowed.join(', '));
    reply
      .code(problem.status)
      .headers(problemHeaders(problem))
      // Sent as bytes, so that a serializer of the route does not change it.
      .send(JSON.stringify(problemDocument(problem, request.id)));
  }
}
