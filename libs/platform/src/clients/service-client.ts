import { type AnswerOf, type AskOf, type Endpoint, targetOf } from '@paperboy/contracts';
import { Pool } from 'undici';
import { Problem, unavailable } from '../errors/problem.js';
import { ASK_ANOTHER_HEADER } from '../http/problem-document.js';
import type { Caller } from '../identity/caller.js';
import type { Identity } from '../identity/identity.js';
import type { ComponentHealth } from '../observe/health.js';
import { ANSWER_BY_HEADER, currentTrace, newTraceparent } from '../observe/trace.js';
import { LastCalls } from './last-calls.js';
import { problemFrom } from './problem-from.js';

const TIMEOUT_MS = 5_000;
/** How long the first address may take when there are others, since a replica may be frozen. */
const FIRST_TIMEOUT_MS = 2_000;
const CONNECT_TIMEOUT_MS = 1_000;
/**
 * A write has to happen this long before the end of the caller's wait, or not at all. The margin covers the difference
 * of two machines' clocks: a write that is given up here may be done by another replica, answered, and undone by its
 * person, and must not happen after that.
 */
const WRITTEN_BEFORE_MS = 250;
/** For how long an address that failed, or that announced its stop, is tried last. */
const AVOIDED_MS = 3_000;
const LARGEST_ANSWER = 32 * 1024 * 1024;
const CONNECTIONS = 64;

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
/** Codes of errors that occur before anything is sent, so that a request of any method may go to the next address. */
const NOTHING_SENT = new Set([
  'ECONNREFUSED',
  'UND_ERR_CONNECT_TIMEOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);

/** A request as it goes over the wire. */
export interface RawRequest {
  method: Method;
  /** Path and query. */
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** The caller in whose name the call is made; by default the calling service itself, nobody for `null`. */
  as?: Caller | null;
  /** Whether the call may be repeated. Reads may always be repeated. */
  idempotent?: boolean;
}

/** An answer with any status. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** Options of a call of an endpoint. */
export interface CallOptions {
  /** The caller in whose name the call is made. By default the calling service itself. */
  as?: Caller;
  /** The idempotency key, if the endpoint takes one. With it the call may be repeated. */
  idempotencyKey?: string;
}

interface Parts {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
}

interface Address {
  pool: Pool;
  avoidedUntil: number;
}

/** Calls all replicas of one service over HTTP. Throws a 503 Problem within 5 seconds when none can be reached. */
export class ServiceClient {
  private readonly addresses: Address[];
  private readonly lastCalls = new LastCalls();
  private turn = 0;

  constructor(
    private readonly service: string,
    urls: readonly string[],
    private readonly identity: Identity,
    private readonly self: Caller,
  ) {
    this.addresses = urls.map((url) => ({
      pool: new Pool(url, {
        connections: CONNECTIONS,
        connect: { timeout: CONNECT_TIMEOUT_MS },
        keepAliveTimeout: 4_000,
        headersTimeout: TIMEOUT_MS,
        bodyTimeout: TIMEOUT_MS,
        maxResponseSize: LARGEST_ANSWER,
      }),
      avoidedUntil: 0,
    }));
  }

  /**
   * Calls an endpoint of the service and validates the answer by its schema. Throws the service's Problem, or a 503
   * Problem when no replica answered.
   */
  async ask<E extends Endpoint>(
    endpoint: E,
    ask: AskOf<E>,
    { as, idempotencyKey }: CallOptions = {},
  ): Promise<AnswerOf<E>> {
    const { method, answer: schema, repeatable } = endpoint;
    const { params, query, body } = ask as Parts;
    const answer = await this.raw({
      method,
      path: targetOf(endpoint, { params, query }),
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(as ? { as } : {}),
      idempotent: repeatable === true || idempotencyKey !== undefined,
    });
    if (answer.status >= 400) throw problemFrom(this.service, answer);
    const json: unknown = answer.body.length === 0 ? undefined : JSON.parse(answer.body.toString('utf8'));
    return schema.parse(json) as AnswerOf<E>;
  }

  /** One request, any status; throws a 503 Problem only when no replica answered. */
  async raw(request: RawRequest): Promise<RawAnswer> {
    const headers = await this.headersOf(request);
    const repeatable = request.idempotent ?? (request.method === 'GET' || request.method === 'HEAD');
    const order = this.order();
    const deadline = Date.now() + TIMEOUT_MS;
    let failure: unknown;
    let refused: RawAnswer | undefined;
    let reached = false;
    for (const [index, address] of [...order, ...order].entries()) {
      const left = deadline - Date.now();
      if (left <= 0) break;
      const next = order[index + 1];
      const another = repeatable && index === 0 && next !== undefined && !isAvoided(next);
      try {
        const timeoutMs = another ? Math.min(left, FIRST_TIMEOUT_MS) : left;
        const answer = await this.attempt(address, request, headers, timeoutMs);
        if (repeatable && index < order.length - 1 && answer.headers[ASK_ANOTHER_HEADER] !== undefined) {
          refused = answer;
          continue;
        }
        this.lastCalls.answered(answer.status, Date.now());
        return answer;
      } catch (error) {
        if (error instanceof Problem) throw error;
        failure = error;
        address.avoidedUntil = Date.now() + AVOIDED_MS;
        const code = (error as { code?: string }).code ?? '';
        const sent = !NOTHING_SENT.has(code);
        if (!repeatable && sent) break;
        reached ||= sent;
        // A second round helps when a replica was slow or closed a kept connection. It does not help when no replica
        // listens.
        if (index >= order.length - 1 && !reached) break;
      }
    }
    if (refused !== undefined) return refused;
    this.lastCalls.unanswered(failure, Date.now());
    throw unavailable('service-away', `The ${this.service} can't be reached for now.`, 2, failure);
  }

  /** Health by the last calls, of all replicas together. */
  health(): ComponentHealth {
    return this.lastCalls.health(Date.now());
  }

  /** Closes all connections. */
  async close(): Promise<void> {
    await Promise.all(this.addresses.map(({ pool }) => pool.destroy()));
  }

  private async headersOf(request: RawRequest): Promise<Record<string, string>> {
    const trace = currentTrace();
    const headers: Record<string, string> = {
      ...request.headers,
      traceparent: newTraceparent(trace?.traceparent),
      ...(trace ? { 'x-request-id': trace.requestId } : {}),
    };
    if (request.as !== null)
      headers.authorization = `Bearer ${await this.identity.sign(request.as ?? this.self, this.service)}`;
    return headers;
  }

  private async attempt(
    address: Address,
    request: RawRequest,
    headers: Record<string, string>,
    timeoutMs: number,
  ) {
    const writes = request.method !== 'GET' && request.method !== 'HEAD';
    const answer = await address.pool.request({
      method: request.method,
      path: request.path,
      headers: writes
        ? { ...headers, [ANSWER_BY_HEADER]: String(Date.now() + timeoutMs - WRITTEN_BEFORE_MS) }
        : headers,
      body: request.body ?? null,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const body = Buffer.from(await answer.body.arrayBuffer());
    // A replica that stops announces it with each answer, so that no request is under way when it closes.
    address.avoidedUntil = answer.headers.connection === 'close' ? Date.now() + AVOIDED_MS : 0;
    return { status: answer.statusCode, headers: answer.headers, body };
  }

  /** All addresses, beginning with another one each time. Addresses that failed lately come last. */
  private order(): Address[] {
    const start = this.turn++ % this.addresses.length;
    const rotated = [...this.addresses.slice(start), ...this.addresses.slice(0, start)];
    return [
      ...rotated.filter((address) => !isAvoided(address)),
      ...rotated.filter((address) => isAvoided(address)),
    ];
  }
}

function isAvoided({ avoidedUntil }: Address): boolean {
  return avoidedUntil > Date.now();
}
