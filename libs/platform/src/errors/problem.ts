import { STATUS_CODES } from 'node:http';

/** One field of a request that is wrong. */
export interface ProblemField {
  field: string;
  value?: string | number | boolean | null;
  /** What would have been right, in words. */
  allowed: string;
}

interface ProblemDetails {
  status: number;
  code: string;
  detail: string;
  retriable?: boolean;
  retryAfterSeconds?: number;
  fields?: readonly ProblemField[];
}

/** An error with a stable code, as RFC 9457 shows it to clients; says whether trying again can help. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly retriable: boolean;
  readonly retryAfterSeconds?: number;
  readonly fields?: readonly ProblemField[];

  constructor(details: ProblemDetails, options?: ErrorOptions) {
    super(details.detail, options);
    this.name = 'Problem';
    this.status = details.status;
    this.code = details.code;
    this.title = STATUS_CODES[details.status] ?? 'Error';
    this.detail = details.detail;
    this.retriable = details.retriable ?? [408, 429, 502, 503, 504].includes(details.status);
    if (details.retryAfterSeconds !== undefined) this.retryAfterSeconds = details.retryAfterSeconds;
    if (details.fields) this.fields = details.fields;
  }
}

/** 400: the request breaks a rule of form. */
export function invalid(code: string, detail: string, fields?: readonly ProblemField[]): Problem {
  return new Problem({ status: 400, code, detail, ...(fields ? { fields } : {}) });
}

/** 401: who asks is not known. */
export function unauthorized(detail: string): Problem {
  return new Problem({ status: 401, code: 'unauthorized', detail });
}

/** 403: who asks is known and may not. */
export function forbidden(code: string, detail: string): Problem {
  return new Problem({ status: 403, code, detail });
}

/** 404: what is asked for does not exist. */
export function notFound(code: string, detail: string): Problem {
  return new Problem({ status: 404, code, detail });
}

/** 409: what is asked for does not fit the present state. */
export function conflict(code: string, detail: string): Problem {
  return new Problem({ status: 409, code, detail });
}

/** 429: asked too often; seconds until it may be asked again. */
export function tooMany(code: string, detail: string, retryAfterSeconds: number): Problem {
  return new Problem({ status: 429, code, detail, retryAfterSeconds });
}

/** 503: something that this needs is away; seconds until it is worth trying again. */
export function unavailable(code: string, detail: string, retryAfterSeconds = 2, cause?: unknown): Problem {
  return new Problem({ status: 503, code, detail, retryAfterSeconds }, { cause });
}
