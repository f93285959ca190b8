import { STATUS_CODES } from 'node:http';

/** One field of a request that is wrong. */
export interface ProblemField {
  field: string;
  value?: string | number | boolean | null;
  /** The allowed values, in words. */
  allowed: string;
}

interface ProblemDetails {
  status: number;
  code: string;
  detail: string;
  retriable?: boolean;
  retryAfterSeconds?: number;
  fields?: readonly ProblemField[];
  /** Whether only this replica can't answer, so that another one should be asked. */
  hereOnly?: boolean;
}

/** An error with a stable code, shown to clients as an RFC 9457 document. It states whether a retry can help. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly retriable: boolean;
  readonly retryAfterSeconds?: number;
  readonly hereOnly: boolean;
  readonly fields?: readonly ProblemField[];

  constructor(details: ProblemDetails, options?: ErrorOptions) {
    super(details.detail, options);
    this.name = 'Problem';
    this.status = details.status;
    this.code = details.code;
    this.title = STATUS_CODES[details.status] ?? 'Error';
    this.detail = details.detail;
    this.retriable = details.retriable ?? [408, 429, 502, 503, 504].includes(details.status);
    this.hereOnly = details.hereOnly ?? false;
    if (details.retryAfterSeconds !== undefined) this.retryAfterSeconds = details.retryAfterSeconds;
    if (details.fields) this.fields = details.fields;
  }
}

/** 400: the request breaks a rule of form. */
export function invalid(code: string, detail: string, fields?: readonly ProblemField[]): Problem {
  return new Problem({ status: 400, code, detail, ...(fields ? { fields } : {}) });
}

/** 401: the caller is not known. */
export function unauthorized(detail: string): Problem {
  return new Problem({ status: 401, code: 'unauthorized', detail });
}

/** 403: the caller is known and is not allowed to do this. */
export function forbidden(code: string, detail: string): Problem {
  return new Problem({ status: 403, code, detail });
}

/** 404: there is no such thing. */
export function notFound(code: string, detail: string): Problem {
  return new Problem({ status: 404, code, detail });
}

/** 409: the request does not fit the present state. */
export function conflict(code: string, detail: string): Problem {
  return new Problem({ status: 409, code, detail });
}

/** 429: too many requests; with the seconds until the next one is allowed. */
export function tooMany(code: string, detail: string, retryAfterSeconds: number): Problem {
  return new Problem({ status: 429, code, detail, retryAfterSeconds });
}

/** 503: a dependency is away; with the seconds until a retry is worth it. */
export function unavailable(code: string, detail: string, retryAfterSeconds = 2, cause?: unknown): Problem {
  return new Problem({ status: 503, code, detail, retryAfterSeconds }, { cause });
}

/** 503: this replica can't answer now and another one may. Callers ask another replica at once. */
export function notHere(code: string, detail: string, retryAfterSeconds = 2, cause?: unknown): Problem {
  return new Problem({ status: 503, code, detail, retryAfterSeconds, hereOnly: true }, { cause });
}
