import { createHash } from 'node:crypto';
import { Controller, Req, Res } from '@nestjs/common';
import { type AskedOf, CITE_TYPES, papers } from '@paperboy/contracts';
import { Asked, Serves, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Answers } from '../shell/answers.store.js';
import { sendCached } from '../shell/cached.answer.js';
import { knownPaperId } from '../shell/paper-id.js';
import { bibtex } from './bibtex.js';
import { ris } from './ris.js';

/** How to cite papers, as files for BibTeX and for reference managers. */
@Controller()
export class CiteController {
  constructor(
    private readonly cache: Answers,
    private readonly clients: ServiceClients,
  ) {}

  @Serves(papers.cite)
  async show(
    @Asked() { params: { id, format } }: AskedOf<typeof papers.cite>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const paperId = knownPaperId(id);
    const read = await this.cache.read(`cite ${format} ${paperId}`, async () => {
      const paper = await this.clients.ask(papers.inCatalog, { params: { id: paperId } });
      const body = Buffer.from(format === 'bib' ? bibtex(paper) : ris(paper));
      const headers = {
        'content-type': `${CITE_TYPES[format]}; charset=utf-8`,
        'content-disposition': `attachment; filename="${paperId.replace('/', '-')}.${format}"`,
        'cache-control': 'no-cache',
        'access-control-allow-origin': '*',
        etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
      };
      return { status: 200, headers, body };
    });
    await sendCached(request, reply, read, this.cache);
  }
}
