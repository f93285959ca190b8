import { z } from 'zod';
import type { JsonObject } from '../asyncapi.js';
import type { ServiceName } from '../topics.js';

/** Methods that endpoints have. */
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/**
 * Who may call a route: any person, a curator or admin, an admin, any service (the operator is one), the operator
 * only, web or the mailer only, or anyone. For `anyone` a token is read if there is one.
 */
export type AllowedCaller =
  | 'person'
  | 'curator'
  | 'admin'
  | 'service'
  | 'operator'
  | 'web'
  | 'mailer'
  | 'anyone';

/** What web does in addition to passing a public endpoint on. */
export interface PublicUse {
  /** Whether web refuses people who are not signed in. */
  person?: boolean;
  /** Whether it needs a session, so that a token is not enough. */
  session?: boolean;
  /** Whether it makes us send a mail to somebody, which has a limit of its own. */
  mails?: boolean;
  /** Whether it takes a secret. An unknown secret counts as a guess of its network. */
  guesses?: boolean;
  /** Whether the sender is a program that signs the body. Its network then has no limit of writes. */
  signed?: boolean;
  /** Whether it searches the index. The number of such requests of one network at a time is limited. */
  searches?: boolean;
  /** Set for an endpoint of a vote, since web sends votes to the catalog in batches. */
  vote?: 'cast' | 'withdraw';
}

/** An example of a request, which a test sends to the real system. */
export interface Example {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: JsonObject;
  /** The code of the expected problem, when a good answer would need a secret. */
  readonly problem?: string;
}

/** The declaration of an endpoint. */
interface Declared<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> {
  readonly service: ServiceName;
  readonly method: Method;
  /** Segments of the path; `{name}` is a parameter. */
  readonly path: `/${string}`;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** The status of a good answer; 204 has no body. */
  readonly status?: 200 | 201 | 202 | 204;
  readonly answer?: Answer;
  /**
   * Whether it may also answer 202 in the same shape. Then the work is under way, and the answer says where it will be.
   */
  readonly later?: true;
  /** The content types of an answer that is not JSON, which `answer` does not describe. */
  readonly media?: readonly string[];
  /** Codes of the problems that it may answer with, in addition to `invalid-request` and those of every request. */
  readonly problems?: readonly string[];
  /** `everyone`: no token is needed, and none is read. */
  readonly callers: readonly AllowedCaller[] | 'everyone';
  /** Whether a repeated request has the effect of one, so that another replica may be called when one fails. */
  readonly repeatable: boolean | 'with-idempotency-key';
  /** Present on endpoints that web passes on to the public. No other endpoint exists outside. */
  readonly public?: PublicUse;
  /** One sentence for the reader of the documentation. */
  readonly summary: string;
  /** Each public endpoint has one. */
  readonly example?: Example;
}

/** One endpoint of a service, declared once: validation, clients, web's table and OpenAPI come from it. */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> extends Required<Omit<Declared<Params, Query, Body, Answer>, 'public' | 'example' | 'media' | 'later'>> {
  readonly later?: true;
  readonly media?: readonly string[];
  readonly public?: PublicUse;
  readonly example?: Example;
}

/** The argument of a controller's method: the parts of the request as their schemas parsed them. */
export type AskedOf<E extends Endpoint> = {
  readonly params: z.output<E['params']>;
  readonly query: z.output<E['query']>;
  readonly body: z.output<E['body']>;
};

type Part<Name extends string, Schema extends z.ZodType> =
  undefined extends z.input<Schema>
    ? { readonly [Key in Name]?: z.input<Schema> }
    : { readonly [Key in Name]: z.input<Schema> };

/** The argument of a client's call: only the parts that the endpoint has. */
export type AskOf<E extends Endpoint> = Part<'params', E['params']> &
  Part<'query', E['query']> &
  Part<'body', E['body']>;

/** The result of a client's call, parsed by the schema of the answer. */
export type AnswerOf<E extends Endpoint> = z.output<E['answer']>;

/** The result of a controller's method. */
export type AnsweredBy<E extends Endpoint> = z.input<E['answer']>;

const NOTHING = z.undefined();

/** Declares an endpoint; a part that is left out does not exist in the request or the answer. */
export function endpoint<
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Answer extends z.ZodType = z.ZodUndefined,
>(declared: Declared<Params, Query, Body, Answer>): Endpoint<Params, Query, Body, Answer> {
  return {
    status: 200,
    problems: [],
    params: NOTHING as z.ZodType as Params,
    query: NOTHING as z.ZodType as Query,
    body: NOTHING as z.ZodType as Body,
    answer: NOTHING as z.ZodType as Answer,
    ...declared,
  };
}

/** Whether a part of an endpoint does not exist. */
export function isNothing(schema: z.ZodType): boolean {
  return schema === NOTHING;
}

/** The path and query of a request, with each value escaped. */
export function targetOf(
  { path }: Pick<Endpoint, 'path'>,
  { params = {}, query = {} }: { params?: Record<string, unknown>; query?: Record<string, unknown> },
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return given.length === 0 ? filled : `${filled}?${search}`;
}
