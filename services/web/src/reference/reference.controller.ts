import { Controller, Get, Header, Inject, Param, Req, Res } from '@nestjs/common';
import { AllowEveryone, CONFIG, notFound } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendAsset } from '../asset/asset.answer.js';
import type { WebConfig } from '../web.config.js';
import { DOCUMENT_PATH, document, FOLDER, referenceAssets } from './reference.store.js';
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

  @Get(`${FOLDER}/:file`)
  file(@Param('file') file: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const asset = Object.values(referenceAssets).find(({ path }) => path === `${FOLDER}/${file}`);
    if (asset === undefined) throw notFound('unknown-asset', 'There is no such file.');
    sendAsset(request, reply, asset);
  }

  @Get(FOLDER)
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
