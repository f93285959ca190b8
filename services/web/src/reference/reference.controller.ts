import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { AllowEveryone, CONFIG } from '@paperboy/platform';
import type { FastifyReply } from 'fastify';
import type { WebConfig } from '../web.config.js';
import { DOCUMENT_PATH, document, referenceAssets } from './reference.server.js';
import { referencePage } from './reference.template.js';

/** The reference of the API, for programs and for people. */
@Controller()
@AllowEveryone()
export class ReferenceController {
  constructor(@Inject(CONFIG) private readonly config: WebConfig) {}

  @Get(DOCUMENT_PATH)
  @Header('content-type', 'application/json; charset=utf-8')
  @Header('cache-control', 'public, max-age=300')
  openApi(): Buffer {
    return document;
  }

  @Get('api/docs')
  page(@Res() reply: FastifyReply): void {
    const { style, bundle, start } = referenceAssets;
    const html = referencePage({
      publication: this.config.PUBLICATION_NAME,
      stylesheet: style.path,
      scripts: [bundle.path, start.path],
      document: DOCUMENT_PATH,
    });
    // Swagger UI's own style sheet has its arrows as data within.
    const policy = String(reply.getHeader('content-security-policy')).replace(
      "img-src 'self'",
      "img-src 'self' data:",
    );
    reply
      .headers({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'public, max-age=300',
        'content-security-policy': policy,
      })
      .send(html);
  }
}
