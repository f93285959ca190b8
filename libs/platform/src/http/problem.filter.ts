import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Log } from '../observe/log.js';
import { allowedMethods } from './allowed-methods.js';
import { problemDocument, problemHeaders, problemOf, problemOfStatus } from './problem-document.js';

const QUIET_MS = 1_000;

/** Answers every error as a problem document; one that nobody expected is logged with its stack. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private quietUntil = 0;

  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const allowed = request.is404 ? allowedMethods(request.server.knownRoutes, request.url) : [];
    const problem = request.is404 ? problemOfStatus(allowed.length > 0 ? 405 : 404) : problemOf(error);
    if (problem.status >= 500) this.report(error, problem.status, request);
    if (reply.sent) return;
    if (allowed.length > 0) reply.header('allow', allowed.join(', '));
    reply
      .code(problem.status)
      .headers(problemHeaders(problem))
      // As bytes: a serializer that the route set for its own answers must not touch a problem.
      .send(JSON.stringify(problemDocument(problem, request.id)));
  }

  private report(error: unknown, status: number, request: FastifyRequest): void {
    const fields = { err: error, route: request.routeOptions?.url, requestId: request.id };
    if (status === 500) {
      this.log.error(fields, 'A request failed.');
      return;
    }
    // While something is away every request meets it: the reason once a second is enough, each has its own line.
    const now = performance.now();
    if (now < this.quietUntil) return;
    this.quietUntil = now + QUIET_MS;

    this.log.warn(
      { ...fields, err: undefined, reason: reasonOf(error) },
      'A request could not be served for now.',
    );
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
