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
import { Authors } from '../authorship/authors.reader.js';
import { PeopleStore } from '../person/people.store.js';
import { PAPERS } from './paper.schema.js';
import { PaperStore } from './paper.store.js';

/** Papers, for the other services. */
@Controller()
export class PaperController {
  constructor(
    private readonly papers: PaperStore,
    private readonly outbox: Outbox,
    private readonly people: PeopleStore,
    private readonly authors: Authors,
  ) {}

  @Serves(papers.positions)
  positions(@Asked() { query }: AskedOf<typeof papers.positions>): Promise<Positions> {
    return this.outbox.positions(PAPERS, new Date(query.before));
  }

  @Serves(papers.titles)
  async titles(@Asked() { body }: AskedOf<typeof papers.titles>): Promise<AnsweredBy<typeof papers.titles>> {
    return { titles: await this.papers.titles(body.ids) };
  }

  @Serves(papers.inCatalog)
  async paper(@Asked() { params }: AskedOf<typeof papers.inCatalog>): Promise<CatalogPaper> {
    const paper = await this.papers.find(params.id);
    if (!paper) throw notFound('unknown-paper', `The catalog has no paper ${params.id}.`);
    const [person, claimed] = await Promise.all([
      paper.submission && this.people.find(paper.submission.by),
      this.authors.of(paper.id, paper.authors),
    ]);
    return {
      ...paper,
      ...(person && { submittedBy: { id: person.id, handle: person.handle, name: person.name } }),
      ...(claimed.length > 0 && { claimed }),
    };
  }
}
