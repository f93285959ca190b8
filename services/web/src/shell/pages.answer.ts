import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type CacheEntry, Clock, CONFIG } from '@paperboy/platform';
import type { FastifyReply } from 'fastify';
import { Brand } from '../asset/brand.service.js';
import { pageScript } from '../asset/page-script.store.js';
import { serif } from '../asset/serif.store.js';
import type { WebConfig } from '../web.config.js';
import { renderPage } from './document.template.js';
import { ownPages } from './own-pages.js';
import type { PageContent, Reader } from './page.js';

const FOOTER = 'Research papers, ranked by their readers and delivered by e-mail.';
const HTML = 'text/html; charset=utf-8';

/** Puts pages into the frame of the publication. */
@Injectable()
export class Pages {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly clock: Clock,
    private readonly brand: Brand,
  ) {}

  /** The bytes of a page for one reader, or for everyone who is not signed in. */
  render(page: PageContent, reader?: Reader): Buffer {
    return renderPage(
      {
        publication: this.config.PUBLICATION_NAME,
        publicUrl: this.config.PUBLIC_URL,
        footer: this.config.PUBLICATION_FOOTER ?? FOOTER,
        ownPages: ownPages(this.config),
        address: this.config.PUBLICATION_ADDRESS,
        stylesheet: this.brand.stylesheet.path,
        mark: this.brand.mark,
        script: pageScript.path,
        font: serif.path,
        now: this.clock.now(),
        reader,
      },
      page,
    );
  }

  /** An entry of the cache with a page for everyone who is not signed in. `version` is that of the page's content. */
  entryOf(page: PageContent, version?: string): CacheEntry {
    const body = this.render(page);
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    const headers = {
      'content-type': HTML,
      'cache-control': 'private, no-cache',
      vary: 'accept, cookie',
      etag,
    };
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
