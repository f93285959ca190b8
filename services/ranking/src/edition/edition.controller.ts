import { Controller, Req, Res } from '@nestjs/common';
import { type AskedOf, type EditionPage, type EditionState, editions } from '@paperboy/contracts';
import { Asked, invalid, nextPage, notFound, pageAfter, parseEditionId, Serves } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HfShapeReader } from '../shape/hf-shape.reader.js';
import { EditionStore } from './edition.store.js';

/** The editions over HTTP. */
@Controller()
export class EditionController {
  constructor(
    private readonly editions: EditionStore,
    private readonly shape: HfShapeReader,
  ) {}

  @Serves(editions.newest)
  async list(
    @Asked() { query }: AskedOf<typeof editions.newest>,
    @Req() { url }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EditionState[]> {
    const { cadence, p, after, limit } = query;
    // Reads one more than it shows, to know whether there is a next page.
    const found = await this.editions.newest(cadence, { after, skip: p * limit, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    if (found.length > limit && last) reply.header('link', `<${pageAfter(url, last.id)}>; rel="next"`);
    return page;
  }

  @Serves(editions.one)
  async one(
    @Asked() { params: { id } }: Pick<AskedOf<typeof editions.one>, 'params'>,
  ): Promise<EditionState> {
    if (!parseEditionId(id)) throw invalid('no-such-edition', `There is no period ${id.slice(0, 40)}.`);
    const edition = await this.editions.find(id);
    if (!edition) throw notFound('edition-not-closed', `${id} is not closed.`);
    return edition;
  }

  @Serves(editions.papers)
  async papers(
    @Asked() { params, query }: AskedOf<typeof editions.papers>,
    @Req() { url }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EditionPage> {
    const { p, limit } = query;
    const edition = await this.one({ params });
    if ((p + 1) * limit < edition.papers) reply.header('link', `<${nextPage(url, p + 1)}>; rel="next"`);
    const entries = await this.editions.papers(params.id, p * limit, limit);
    const items = await this.shape.items(entries.map((entry) => ({ ...entry, id: entry.paperId })));
    return {
      edition,
      items: entries.map(({ rank, upvotes, score, comments }, at) => {
        const item = items[at] as NonNullable<(typeof items)[number]>;
        return {
          rank,
          upvotes,
          score: score ?? null,
          comments,
          paper: item.paper,
          submittedBy: item.submittedBy,
        };
      }),
    };
  }
}
