import { type AnswerOf, type AskOf, type Endpoint, targetOf } from '@paperboy/contracts';
import { Pool } from 'undici';
import { Problem, unavailable } from '../errors/problem.js';
import type { Caller } from '../identity/caller.js';
import type { Identity } from '../identity/identity.js';
import type { ComponentHealth } from '../observe/health.js';
import { ANSWER_BY_HEADER, currentTrace, newTraceparent } from '../observe/trace.js';
import { LastCalls } from './last-calls.js';
import { problemFrom } from './problem-from.js';

const TIMEOUT_MS = 5_000;
/** What a first address may take when another one could answer as well: a replica may be frozen. */
const FIRST_TIMEOUT_MS = 2_000;
const CONNECT_TIMEOUT_MS = 1_000;
/**
 * What is written has to be so long before the end of the wait, or not at all: the clocks of two machines differ, and
 * what was given up here is tried elsewhere, answered, and perhaps taken back.
 */
const WRITTEN_BEFORE_MS = 250;
/** An address that failed, or said that it is about to end, is asked last for so long. */
const AVOIDED_MS = 3_000;
const LARGEST_ANSWER = 32 * 1024 * 1024;
const CONNECTIONS = 64;

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
/** Codes of errors before a byte of the request left: then any method may go to the next address. */
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
  /** Whom the call is for; the calling service itself by default, nobody for `null`. */
  as?: Caller | null;
  /** That trying twice is harmless; reads may always be tried again. */
  idempotent?: boolean;
}

/** An answer with whatever status. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** What may be said of a call of an endpoint. */
export interface CallOptions {
  /** Whom the call is for; the calling service itself by default. */
  as?: Caller;
  /** Where the endpoint takes one: then the call may be repeated. */
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

/** Speaks HTTP with all replicas of one service; what can't be reached is a 503 Problem within 5 seconds. */
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
   * Asks an endpoint of the service; the answer is read by its schema. Throws the service's problem, or a 503 Problem
   * when no replica answered.
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
    for (const [index, address] of [...order, ...order].entries()) {
      const left = deadline - Date.now();
      if (left <= 0) break;
      const another = repeatable && order.length > 1 && index === 0;
      try {
        const timeoutMs = another ? Math.min(left, FIRST_TIMEOUT_MS) : left;
        const answer = await this.attempt(address, request, headers, timeoutMs);
        this.lastCalls.answered(answer.status, Date.now());
        return answer;
      } catch (error) {
        if (error instanceof Problem) throw error;
        failure = error;
        address.avoidedUntil = Date.now() + AVOIDED_MS;
        const code = (error as { code?: string }).code ?? '';
        if (!repeatable && !NOTHING_SENT.has(code)) break;
        // A second round helps against a kept connection that was just closed, not against a refused one.
        if (index >= order.length - 1 && NOTHING_SENT.has(code)) break;
      }
    }
    this.lastCalls.unanswered(failure, Date.now());
    throw unavailable('service-away', `The ${this.service} can't be reached for now.`, 2, failure);
  }

  /** Whether the last calls were answered, all replicas taken together. */
  health(): ComponentHealth {
    return this.lastCalls.health(Date.now());
  }

  /** Lets go of all connections. */
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
    // A replica that ends says so with each answer, so that nothing is on its way to it when it closes.
    address.avoidedUntil = answer.headers.connection === 'close' ? Date.now() + AVOIDED_MS : 0;
    return { status: answer.statusCode, headers: answer.headers, body };
  }

  /** All addresses, beginning with another one each time, those that failed lately last. */
  private order(): Address[] {
    const now = Date.now();
    const start = this.turn++ % this.addresses.length;
    const rotated = [...this.addresses.slice(start), ...this.addresses.slice(0, start)];
    return [
      ...rotated.filter(({ avoidedUntil }) => avoidedUntil <= now),
      ...rotated.filter(({ avoidedUntil }) => avoidedUntil > now),
    ];
  }
}
