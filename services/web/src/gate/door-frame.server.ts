import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CONFIG } from '@paperboy/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sendRead } from '../answer/answer.server.js';
import { ReadCache } from '../answer/read-cache.store.js';
import type { Held } from '../cache/byte-cache.js';
import type { WebConfig } from '../web.config.js';
import { securityHeaders } from './security-headers.js';

const LARGEST_FORM = 16 * 1024;

/** Sets up the HTTP server of web: headers of every answer, the short way for what is known, bodies of mail clients. */
@Injectable()
export class DoorFrame implements OnModuleInit {
  constructor(
    private readonly adapterHost: HttpAdapterHost,
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly cache: ReadCache,
  ) {}

  onModuleInit(): void {
    const fastify: FastifyInstance = this.adapterHost.httpAdapter.getInstance();
    const headers = securityHeaders(this.config.PUBLIC_URL.startsWith('https:'));
    fastify.addHook('onRequest', (request, reply, done) => {
      reply.headers(headers);
      const held = this.known(request);
      if (held === undefined) done();
      else sendRead(request, reply, { held, stale: false });
    });
    // RFC 8058: mail clients may send their one field as multipart; what the body says is not needed.
    fastify.addContentTypeParser(
      'multipart/form-data',
      { parseAs: 'buffer', bodyLimit: LARGEST_FORM },
      (_request, _body, done) => done(null, {}),
    );
  }

  /** What is fresh for everyone is given at once: lists are read far more often than anything else is done. */
  private known(request: FastifyRequest): Held | undefined {
    return request.method === 'GET' && request.headers.cookie === undefined
      ? this.cache.freshFor(request.url)
      : undefined;
  }
}
