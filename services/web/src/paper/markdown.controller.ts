import { Controller, Param, Req, Res } from '@nestjs/common';
import { papers } from '@paperboy/contracts';
import { Serves } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { knownPaperId } from '../shell/paper-id.js';
import { Markdown } from './markdown.service.js';

/** Papers as Markdown at an address of their own. */
@Controller()
export class MarkdownController {
  constructor(private readonly markdown: Markdown) {}

  @Serves(papers.markdown)
  show(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.markdown.send(knownPaperId(id), request, reply);
  }
}
