import { HttpException } from '@nestjs/common';
import { Problem, unavailable } from '../errors/problem.js';
import { retriability } from '../errors/retriability.js';

const CODES: Record<number, [code: string, detail: string]> = {
  400: ['invalid-request', 'The request can not be read.'],
  404: ['not-found', 'There is nothing under this address.'],
  405: ['method-not-allowed', 'This address does not take this method.'],
  408: ['request-timeout', 'The request took too long to arrive.'],
  413: ['too-large', 'The body is too large.'],
  414: ['address-too-long', 'The address is too long.'],
  415: ['unsupported-media-type', 'A body of this type is not read here; send application/json.'],
  431: ['headers-too-large', 'The headers are too large.'],
};

/** The Problem for a bare HTTP status. */
export function problemOfStatus(status: number): Problem {
  const [code, detail] = CODES[status] ?? (status < 500 ? ['refused', 'The request was refused.'] : INTERNAL);
  return new Problem({ status, code, detail });
}

const INTERNAL: [string, string] = ['internal', 'Something went wrong here. It has been logged.'];

/**
 * Any error as a Problem. A dependency that is away is a retriable 503. An unexpected error is a 500 without details.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HttpException) return problemOfStatus(error.getStatus());
  const status = (error as { statusCode?: unknown } | undefined)?.statusCode;
  // Fastify's own errors: a body that is too large, broken or of another type.
  if (typeof status === 'number' && status >= 400 && status < 500) return problemOfStatus(status);
  if (retriability(error) === 'retriable') {
    return unavailable(
      'dependency-away',
      'A part of the system that this request needs cannot be reached for now.',
      2,
      error,
    );
  }
  return new Problem({ status: 500, code: INTERNAL[0], detail: INTERNAL[1] }, { cause: error });
}

/** Set on the answer of a replica when another replica may answer. */
export const ASK_ANOTHER_HEADER = 'x-ask-another';

/** The headers of a problem, for clients that read them: X-Error-Code, X-Error-Message, Retry-After. */
export function problemHeaders(problem: Problem): Record<string, string> {
  return {
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-error-code': problem.code,
    'x-error-message': problem.detail.replace(/[^\x20-\x7e]/g, '?').slice(0, 300),
    ...(problem.retryAfterSeconds === undefined
      ? {}
      : { 'retry-after': String(Math.ceil(problem.retryAfterSeconds)) }),
    ...(problem.hereOnly ? { [ASK_ANOTHER_HEADER]: 'true' } : {}),
    ...(problem.status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
  };
}

/** The document of a problem (RFC 9457), with `error` for clients that read only that. */
export function problemDocument(problem: Problem, requestId?: string): Record<string, unknown> {
  return {
    type: 'about:blank',
    title: problem.title,
    status: problem.status,
    code: problem.code,
    detail: problem.detail,
    error: problem.detail,
    ...(problem.fields ? { fields: problem.fields } : {}),
    ...(requestId === undefined ? {} : { requestId }),
  };
}
