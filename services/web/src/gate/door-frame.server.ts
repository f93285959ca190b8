import type { IncomingHttpHeaders } from 'node:http';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CONFIG, type ReadyAnswer, ShortWay } from '@paperboy/platform';
import type { FastifyInstance } from 'fastify';
import { knows } from '../answer/answer.server.js';
import { ReadCache } from '../answer/read-cache.store.js';
import type { Held } from '../cache/byte-cache.js';
import type { WebConfig } from '../web.config.js';
import { securityHeaders } from './security-headers.js';
import { withoutTrailingSlash } from './trailing-slash.js';

const LARGEST_FORM = 16 * 1024;

/** Sets up the HTTP server of web: headers of every answer, the short way for what is known, bodies of mail clients. */
@Injectable()
export class DoorFrame implements OnModuleInit {
  private readonly headers: Record<string, string>;
  /** The headers of what the cache holds, names and values in turn. */
  private readonly flat = new WeakMap<Held, readonly string[]>();

  constructor(
    private readonly adapterHost: HttpAdapterHost,
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly cache: ReadCache,
    private readonly shortWay: ShortWay,
  ) {
    this.headers = securityHeaders(this.config.PUBLIC_URL.startsWith('https:'));
  }

  onModuleInit(): void {
    const fastify: FastifyInstance = this.adapterHost.httpAdapter.getInstance();
    fastify.addHook('onRequest', (request, reply, done) => {
      reply.headers(this.headers);
      const plain = request.method === 'GET' ? withoutTrailingSlash(request.raw.url ?? '') : undefined;
      if (plain === undefined) done();
      else reply.code(301).header('location', plain).send();
    });
    this.shortWay.offer(({ url = '', headers }) => this.ready(url, headers));
    // RFC 8058: mail clients may send their one field as multipart; what the body says is not needed.
    fastify.addContentTypeParser(
      'multipart/form-data',
      { parseAs: 'buffer', bodyLimit: LARGEST_FORM },
      (_request, _body, done) => done(null, {}),
    );
  }

  /** What is fresh for everyone is given at once: lists are read far more often than anything else is done. */
  private ready(
    url: string,
    { cookie, 'if-none-match': known }: IncomingHttpHeaders,
  ): ReadyAnswer | undefined {
    const found = cookie === undefined ? this.cache.freshFor(url) : undefined;
    if (found === undefined) return undefined;
    const { held, route } = found;
    const headers = this.headersOf(held);
    const { etag } = held.headers;
    if (etag !== undefined && knows(known, etag)) return { route, status: 304, headers };
    const { status, body } = held;
    return { route, status, headers: [...headers, 'content-length', String(body.length)], body };
  }

  private headersOf(held: Held): readonly string[] {
    const known = this.flat.get(held);
    if (known !== undefined) return known;
    const headers = Object.entries({ ...this.headers, ...held.headers }).flat();
    this.flat.set(held, headers);
    return headers;
  }
}
