import { z } from 'zod';
import type { JsonObject } from '../asyncapi.js';
import type { ServiceName } from '../topics.js';

/** Methods that endpoints have. */
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/**
 * Who may call a route: any person, a curator or admin, an admin, any service (the operator is one), the operator
 * alone, web or the mailer alone, or anyone at all, in which case a token is read if there is one.
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

/** What web does beside passing a public endpoint on. */
export interface PublicUse {
  /** Whether web refuses who is not signed in. */
  person?: boolean;
  /** Whether a token is not enough: a person who has signed in must ask. */
  session?: boolean;
  /** Whether it makes us send a mail to somebody, which has a limit of its own. */
  mails?: boolean;
  /** Whether it takes a secret: what turns out to be none counts as a guess of its network. */
  guesses?: boolean;
  /** Whether the body is signed by its sender, a program: then its network may write as often as it has to. */
  signed?: boolean;
  /** Whether it takes a reader of the search's index, of which a network gets some at once. */
  searches?: boolean;
  /** What becomes of the person's vote: web hands votes to the catalog many at a time. */
  vote?: 'cast' | 'withdraw';
}

/** An example of a request, which a test sends to the real system. */
export interface Example {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: JsonObject;
  /** The code that it is refused with, where a good answer needs a secret. */
  readonly problem?: string;
}

/** What an endpoint is declared with. */
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
  /** Whether it may also answer 202 in the same shape: the work is under way, and the answer says where to look. */
  readonly later?: true;
  /** Of an answer that is no JSON: its content types, which `answer` says nothing of. */
  readonly media?: readonly string[];
  /** Codes of the problems that it may answer with, beside `invalid-request` and those of every request. */
  readonly problems?: readonly string[];
  /** `everyone`: no token is asked for, and none is read. */
  readonly callers: readonly AllowedCaller[] | 'everyone';
  /** Whether doing it twice is the same as once, so that another replica may be asked when one fails. */
  readonly repeatable: boolean | 'with-idempotency-key';
  /** Present on what web passes on to the public; nothing else exists outside. */
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

/** What a controller is given: the parts of the request as their schemas read them. */
export type AskedOf<E extends Endpoint> = {
  readonly params: z.output<E['params']>;
  readonly query: z.output<E['query']>;
  readonly body: z.output<E['body']>;
};

type Part<Name extends string, Schema extends z.ZodType> =
  undefined extends z.input<Schema>
    ? { readonly [Key in Name]?: z.input<Schema> }
    : { readonly [Key in Name]: z.input<Schema> };

/** What a client gives: only the parts that the endpoint has. */
export type AskOf<E extends Endpoint> = Part<'params', E['params']> &
  Part<'query', E['query']> &
  Part<'body', E['body']>;

/** What a client is given, read by the schema of the answer. */
export type AnswerOf<E extends Endpoint> = z.output<E['answer']>;

/** What a controller answers with. */
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
