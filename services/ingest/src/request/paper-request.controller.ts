import { Controller, Inject, Res } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, papers } from '@paperboy/contracts';
import { Asked, CONFIG, CurrentCaller, type PersonCaller, Serves } from '@paperboy/platform';
import type { FastifyReply } from 'fastify';
import type { IngestConfig } from '../ingest.config.js';
import { PaperRequests } from './paper-requests.service.js';

const COME_BACK_SECONDS = 3;

/** Papers that people ask for. */
@Controller()
export class PaperRequestController {
  constructor(
    @Inject(CONFIG) private readonly config: IngestConfig,
    private readonly requests: PaperRequests,
  ) {}

  @Serves(papers.index)
  async index(
    @Asked() { body: { arxivId: paperId } }: AskedOf<typeof papers.index>,
    @CurrentCaller() person: PersonCaller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AnsweredBy<typeof papers.index>> {
    const indexed = await this.requests.bring(person.id, paperId);
    const url = `${this.config.PUBLIC_URL}/api/papers/${paperId}`;
    if (!indexed) reply.code(202).headers({ location: url, 'retry-after': String(COME_BACK_SECONDS) });
    return { paperId, indexed, url };
  }
}
