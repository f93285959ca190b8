import type { IncomingHttpHeaders } from 'node:http';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CONFIG, type ReadyAnswer, ShortWay } from '@paperboy/platform';
import type { FastifyInstance } from 'fastify';
import { knows } from '../answer/answer.server.js';
import { ReadCache } from '../answer/read-cache.store.js';
import type { ContentCoding } from '../cache/content-coding.js';
import type { Held } from '../cache/held.js';
import { codingFor, headersIn } from '../cache/representation.js';
import type { WebConfig } from '../web.config.js';
import { securityHeaders } from './security-headers.js';
import { withoutTrailingSlash } from './trailing-slash.js';

interface Flat {
  readonly headers: readonly string[];
  readonly etag: string | undefined;
}

const LARGEST_FORM = 16 * 1024;

/** Sets up the HTTP server of web: headers of every answer, the short way for what is known, bodies of mail clients. */
@Injectable()
export class DoorFrame implements OnModuleInit {
  private readonly headers: Record<string, string>;
  /** The headers of what the cache holds in each coding, names and values in turn. */
  private readonly flat = new WeakMap<Held, Map<ContentCoding | undefined, Flat>>();

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
    { cookie, 'if-none-match': known, 'accept-encoding': accepted }: IncomingHttpHeaders,
  ): ReadyAnswer | undefined {
    const found = cookie === undefined ? this.cache.freshFor(url) : undefined;
    if (found === undefined) return undefined;
    const { held, route } = found;
    const coding = codingFor(held, accepted);
    const { headers, etag } = this.flatHeaders(held, coding);
    if (etag !== undefined && knows(known, etag)) return { route, status: 304, headers };
    const body = coding === undefined ? held.body : this.cache.compressed(held, coding);
    // Being compressed by now, which the route waits for.
    if (!Buffer.isBuffer(body)) return undefined;
    const encoding = coding === undefined ? [] : ['content-encoding', coding];
    const all = [...headers, ...encoding, 'content-length', String(body.length)];
    return { route, status: held.status, headers: all, body };
  }

  private flatHeaders(held: Held, coding: ContentCoding | undefined): Flat {
    let codings = this.flat.get(held);
    if (codings === undefined) {
      codings = new Map();
      this.flat.set(held, codings);
    }
    let flat = codings.get(coding);
    if (flat === undefined) {
      const own = headersIn(held, coding);
      flat = { headers: Object.entries({ ...this.headers, ...own }).flat(), etag: own.etag };
      codings.set(coding, flat);
    }
    return flat;
  }
}
