import { createHash } from 'node:crypto';
import { Controller, Inject, Param, Req, Res } from '@nestjs/common';
import { papers } from '@paperboy/contracts';
import { type CacheEntry, CONFIG, type Revalidation, Serves, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Brand } from '../asset/brand.service.js';
import { Answers } from '../shell/answers.store.js';
import { sendCached } from '../shell/cached.answer.js';
import { knownPaperId } from '../shell/paper-id.js';
import type { WebConfig } from '../web.config.js';
import { cardContent } from './card-content.js';
import { CardPainter } from './card-painter.client.js';

/** Sites and apps that show a link ask for its picture again and again. */
const AN_HOUR = 'public, max-age=3600';

/** The picture of a paper, which other sites show with a link to it. */
@Controller()
export class CardController {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly cache: Answers,
    private readonly clients: ServiceClients,
    private readonly painter: CardPainter,
    private readonly brand: Brand,
  ) {}

  @Serves(papers.card)
  async show(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const paperId = knownPaperId(id);
    const read = await this.cache.read(`card ${paperId}`, (known) => this.revalidate(paperId, known));
    await sendCached(request, reply, read, this.cache);
  }

  /** Draws the picture again only when its content has changed. */
  private async revalidate(paperId: string, known: CacheEntry | undefined): Promise<Revalidation> {
    const paper = await this.clients.ask(papers.inCatalog, { params: { id: paperId } });
    const content = cardContent(paper, {
      publication: this.config.PUBLICATION_NAME,
      accent: this.brand.accent,
    });
    const version = createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22);
    if (known?.version === version) return 'unchanged';
    const headers = {
      'content-type': 'image/png',
      'cache-control': AN_HOUR,
      etag: `"${version}"`,
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    };
    return { status: 200, headers, body: await this.painter.draw(content), version };
  }
}
