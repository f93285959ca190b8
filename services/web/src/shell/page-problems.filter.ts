import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { Log, problemDocument, problemHeaders, problemOf, routeOf } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { asksForData } from './asks-for-data.js';
import { Pages } from './pages.answer.js';
import { problemPage } from './problem.template.js';
import { SignInFirst } from './sign-in-first.js';

/**
 * Answers the errors of pages with a page, or with a problem document when the request wants data. Both have the
 * headers of a problem document. Leads people who have to sign in to the sign-in.
 */
@Catch()
export class PageProblems implements ExceptionFilter {
  constructor(
    private readonly pages: Pages,
    private readonly log: Log,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (error instanceof SignInFirst) {
      reply.code(303).header('set-cookie', error.cookie).header('location', '/sign-in').send();
      return;
    }
    const problem = problemOf(error);
    if (problem.status >= 500) {
      const fields = {
        err: error,
        route: routeOf(request),
        requestId: request.id,
        code: problem.code,
      };
      if (problem.status === 500) this.log.error(fields, 'A page failed.');
      else this.log.warn({ ...fields, err: undefined }, 'A page could not be served for now.');
    }
    if (reply.sent) return;
    reply.headers(problemHeaders(problem));
    if (asksForData(request.headers)) {
      reply.code(problem.status).send(JSON.stringify(problemDocument(problem, request.id)));
      return;
    }
    const trouble = { status: problem.status, detail: problem.detail, requestId: request.id };
    this.pages.send(reply, problemPage(trouble), { status: problem.status });
  }
}
