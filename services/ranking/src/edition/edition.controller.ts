import { Controller } from '@nestjs/common';
import {
  type AnsweredBy,
  type AskedOf,
  type EditionPage,
  type EditionState,
  editions,
} from '@paperboy/contracts';
import { Asked, invalid, notFound, Serves } from '@paperboy/platform';
import { HfShape } from '../list/hf-shape.store.js';
import { parseEditionId } from '../period/period.js';
import { ClosingWorker } from './closing.worker.js';
import { EditionStore } from './edition.store.js';

/** Frozen lists. */
@Controller()
export class EditionController {
  constructor(
    private readonly editions: EditionStore,
    private readonly closing: ClosingWorker,
    private readonly shape: HfShape,
  ) {}

  @Serves(editions.newest)
  list(@Asked() { query }: AskedOf<typeof editions.newest>): Promise<EditionState[]> {
    return this.editions.newest(query.cadence, query.limit);
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
  async papers(@Asked() { params, query }: AskedOf<typeof editions.papers>): Promise<EditionPage> {
    const { p, limit } = query;
    const edition = await this.one({ params });
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

  /** Problems as ClosingWorker.close says. */
  @Serves(editions.close)
  close(@Asked() { params }: AskedOf<typeof editions.close>): Promise<AnsweredBy<typeof editions.close>> {
    return this.closing.close(params.id);
  }
}
