import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Answers } from '../shell/answers.store.js';
import { sendCached } from '../shell/cached.answer.js';
import type { WebConfig } from '../web.config.js';
import { paperMarkdown } from './paper-markdown.js';
import { Papers } from './papers.client.js';

/** Sends papers as Markdown. */
@Injectable()
export class Markdown {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly cache: Answers,
    private readonly papers: Papers,
  ) {}

  /** Throws a 404 Problem for a paper that is not known. */
  async send(paperId: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const read = await this.cache.read(`markdown ${paperId}`, async () => {
      const body = Buffer.from(paperMarkdown(await this.papers.discussed(paperId), this.config.PUBLIC_URL));
      const headers = {
        'content-type': 'text/markdown; charset=utf-8',
        'cache-control': 'no-cache',
        vary: 'accept',
        etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
        'access-control-allow-origin': '*',
      };
      return { status: 200, headers, body };
    });
    await sendCached(request, reply, read, this.cache);
  }
}
