import type { IncomingHttpHeaders } from 'node:http';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import {
  type CacheEntry,
  CONFIG,
  type ContentCoding,
  codingFor,
  FastPath,
  headersIn,
  knows,
  type ReadyAnswer,
} from '@paperboy/platform';
import type { FastifyInstance } from 'fastify';
import { Answers } from '../shell/answers.store.js';
import { asksForMarkdown } from '../shell/asks-for-markdown.js';
import type { WebConfig } from '../web.config.js';
import { securityHeaders } from './security-headers.js';
import { withoutTrailingSlash } from './trailing-slash.js';

interface Flat {
  readonly headers: readonly string[];
  readonly etag: string | undefined;
}

const LARGEST_FORM = 16 * 1024;

/** Sets up the HTTP server of web: headers of every answer, the fast path for cached answers, and multipart bodies. */
@Injectable()
export class PublicServer implements OnModuleInit {
  private readonly headers: Record<string, string>;
  /** The headers of cached answers for each coding, as a flat array of names and values. */
  private readonly flat = new WeakMap<CacheEntry, Map<ContentCoding | undefined, Flat>>();

  constructor(
    private readonly adapterHost: HttpAdapterHost,
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly cache: Answers,
    private readonly fastPath: FastPath,
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
    this.fastPath.offer(({ url = '', headers }) => this.ready(url, headers));
    // RFC 8058: mail clients may send their one field as multipart. The body is not needed, so it is not parsed.
    fastify.addContentTypeParser(
      'multipart/form-data',
      { parseAs: 'buffer', bodyLimit: LARGEST_FORM },
      (_request, _body, done) => done(null, {}),
    );
  }

  /**
   * A fresh answer for everyone, to be sent without Nest, because lists are read far more often than anything else.
   * Nothing when the route has to answer.
   */
  private ready(url: string, headers: IncomingHttpHeaders): ReadyAnswer | undefined {
    const { cookie, 'if-none-match': known, 'accept-encoding': accepted } = headers;
    const found = cookie === undefined && !asksForMarkdown(headers) ? this.cache.freshFor(url) : undefined;
    if (found === undefined) return undefined;
    const {
      entry,
      shortcut: { route },
    } = found;
    const coding = codingFor(entry, accepted);
    const { headers: shown, etag } = this.flatHeaders(entry, coding);
    if (etag !== undefined && knows(known, etag)) return { route, status: 304, headers: shown };
    const body = coding === undefined ? entry.body : this.cache.compressed(entry, coding);
    // The body is still being compressed. The route waits for it.
    if (!Buffer.isBuffer(body)) return undefined;
    const encoding = coding === undefined ? [] : ['content-encoding', coding];
    const all = [...shown, ...encoding, 'content-length', String(body.length)];
    return { route, status: entry.status, headers: all, body };
  }

  private flatHeaders(entry: CacheEntry, coding: ContentCoding | undefined): Flat {
    let codings = this.flat.get(entry);
    if (codings === undefined) {
      codings = new Map();
      this.flat.set(entry, codings);
    }
    let flat = codings.get(coding);
    if (flat === undefined) {
      const own = headersIn(entry, coding);
      flat = { headers: Object.entries({ ...this.headers, ...own }).flat(), etag: own.etag };
      codings.set(coding, flat);
    }
    return flat;
  }
}
