import { Controller } from '@nestjs/common';
import {
  type AnsweredBy,
  type AskedOf,
  type CatalogPaper,
  type Positions,
  papers,
} from '@paperboy/contracts';
import { Outbox } from '@paperboy/messaging';
import { Asked, notFound, Serves } from '@paperboy/platform';
import { PeopleStore } from '../people/people.store.js';
import { Presence } from '../presence.store.js';
import { VOTES } from '../vote/first-votes.store.js';
import { ImportStore } from './import.store.js';
import { PAPERS, PaperStore } from './paper.store.js';

/** Papers, as the other services ask for them. */
@Controller()
export class PaperController {
  constructor(
    private readonly papers: PaperStore,
    private readonly imports: ImportStore,
    private readonly presence: Presence,
    private readonly outbox: Outbox,
    private readonly people: PeopleStore,
  ) {}

  @Serves(papers.positions)
  positions(@Asked() { query }: AskedOf<typeof papers.positions>): Promise<Positions> {
    return this.outbox.positions(PAPERS, new Date(query.before));
  }

  @Serves(papers.votePositions)
  votePositions(@Asked() { query }: AskedOf<typeof papers.votePositions>): Promise<Positions> {
    return this.outbox.positions(VOTES, new Date(query.before));
  }

  @Serves(papers.inCatalog)
  async paper(@Asked() { params }: AskedOf<typeof papers.inCatalog>): Promise<CatalogPaper> {
    const paper = await this.papers.find(params.id);
    if (!paper) throw notFound('unknown-paper', `The catalog has no paper ${params.id}.`);
    const person = paper.submission && (await this.people.find(paper.submission.by));
    if (!person) return paper;
    return { ...paper, submittedBy: { id: person.id, handle: person.handle, name: person.name } };
  }

  @Serves(papers.importTally)
  async import(
    @Asked() { params }: AskedOf<typeof papers.importTally>,
  ): Promise<AnsweredBy<typeof papers.importTally>> {
    const [tally, yielding] = await Promise.all([this.imports.tally(params.id), this.presence.anybody()]);
    return { ...tally, yielding };
  }
}
