import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import type { EditionState } from '@paperboy/contracts';
import { AllowCallers, AllowEveryone, invalid, notFound, wholeNumber, ZodQuery } from '@paperboy/platform';
import { z } from 'zod';
import type { HfPaper, HfPerson } from '../list/hf-item.js';
import { HfShape } from '../list/hf-shape.store.js';
import { CADENCES, parseEditionId } from '../period/period.js';
import { type Closed, ClosingWorker } from './closing.worker.js';
import { EditionStore } from './edition.store.js';

const listQuery = z.object({
  cadence: z.enum(CADENCES).default('day'),
  limit: wholeNumber(1, 400).default(40),
});
const papersQuery = z.object({
  p: wholeNumber(0, 10_000).default(0),
  limit: wholeNumber(1, 100).default(50),
});

/** A page of an edition's papers, in the order in which they were frozen. */
export interface EditionPage {
  edition: EditionState;
  items: {
    rank: number;
    upvotes: number;
    /** In half-lives since 1970, over the votes at the cutoff; null without votes. */
    score: number | null;
    comments: number;
    paper: HfPaper;
    submittedBy: HfPerson | undefined;
  }[];
}

/** Frozen lists. */
@Controller('internal/editions')
@AllowEveryone()
export class EditionController {
  constructor(
    private readonly editions: EditionStore,
    private readonly closing: ClosingWorker,
    private readonly shape: HfShape,
  ) {}

  /** The editions of a cadence, the newest first. */
  @Get()
  list(@ZodQuery(listQuery) query: z.output<typeof listQuery>): Promise<EditionState[]> {
    return this.editions.newest(query.cadence, query.limit);
  }

  /** One edition; 404 `edition-not-closed` while there is none. */
  @Get(':id')
  async one(@Param('id') id: string): Promise<EditionState> {
    if (!parseEditionId(id)) throw invalid('no-such-edition', `There is no period ${id.slice(0, 40)}.`);
    const edition = await this.editions.find(id);
    if (!edition) throw notFound('edition-not-closed', `${id} is not closed.`);
    return edition;
  }

  /** Papers of an edition by pages of `limit` (50, at most 100), `p` from 0. */
  @Get(':id/papers')
  async papers(
    @Param('id') id: string,
    @ZodQuery(papersQuery) { p, limit }: z.output<typeof papersQuery>,
  ): Promise<EditionPage> {
    const edition = await this.one(id);
    const entries = await this.editions.papers(id, p * limit, limit);
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

  /** Closes an edition, or finds it closed; problems as ClosingWorker.close says. */
  @Post(':id/close')
  @HttpCode(200)
  @AllowCallers('service')
  close(@Param('id') id: string): Promise<Closed> {
    return this.closing.close(id.slice(0, 40));
  }
}
