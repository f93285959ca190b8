import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIG } from '@paperboy/platform';
import type { FastifyReply } from 'fastify';
import { pageScript } from '../asset/page-script.store.js';
import { stylesheet } from '../asset/stylesheet.js';
import type { Held } from '../cache/held.js';
import { renderPage } from '../page/document.template.js';
import type { PageContent, Reader } from '../page/page.js';
import type { WebConfig } from '../web.config.js';

const HTML = 'text/html; charset=utf-8';

/** Puts pages into the frame of the publication. */
@Injectable()
export class Pages {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly clock: Clock,
  ) {}

  /** The bytes of a page for one reader, or for everyone who is not signed in. */
  render(page: PageContent, reader?: Reader): Buffer {
    return renderPage(
      {
        publication: this.config.PUBLICATION_NAME,
        publicUrl: this.config.PUBLIC_URL,
        stylesheet: stylesheet.path,
        script: pageScript.path,
        now: this.clock.now(),
        reader,
      },
      page,
    );
  }

  /** A page that everyone who is not signed in may be given, with what its content was made from. */
  held(page: PageContent, version?: string): Held {
    const body = this.render(page);
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    const headers = { 'content-type': HTML, 'cache-control': 'private, no-cache', vary: 'cookie', etag };
    return { status: 200, headers, body, version };
  }

  /** Sends a page that is made for this answer alone. */
  send(
    reply: FastifyReply,
    page: PageContent,
    { status = 200, reader }: { status?: number; reader?: Reader } = {},
  ): void {
    reply
      .code(status)
      .headers({ 'content-type': HTML, 'cache-control': 'private, no-store' })
      .send(this.render(page, reader));
  }
}
