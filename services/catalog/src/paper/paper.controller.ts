import { Controller, Get } from '@nestjs/common';
import { type PaperState, paperIdSchema } from '@paperboy/contracts';
import { Outbox } from '@paperboy/messaging';
import { AllowCallers, notFound, ZodParams, ZodQuery } from '@paperboy/platform';
import { z } from 'zod';
import { PeopleStore } from '../people/people.store.js';
import { Presence } from '../presence.store.js';
import { ImportStore, type ImportTally } from './import.store.js';
import { PAPERS, PaperStore } from './paper.store.js';

const paperParams = z.object({ id: paperIdSchema });
const importParams = z.object({ id: z.string().min(1).max(64) });

/** A moment before which nothing may be pending. */
export const positionsQuery = z.object({ before: z.iso.datetime() });

/** Where a topic stood, once nothing older than the moment asked for was pending. */
export interface Positions {
  /** False while something older is still to be published; the positions then say nothing. */
  settled: boolean;
  /** The offset of the last event of each partition. */
  positions: Record<string, string>;
}

/** What everyone may know of a person. */
export interface PublicNames {
  id: string;
  handle: string;
  name: string;
}

/** Papers, as the other services ask for them. */
@Controller('internal')
export class PaperController {
  constructor(
    private readonly papers: PaperStore,
    private readonly imports: ImportStore,
    private readonly presence: Presence,
    private readonly outbox: Outbox,
    private readonly people: PeopleStore,
  ) {}

  /** Up to which offset of each partition the papers topic holds all that happened before a moment. */
  @Get('papers/positions')
  @AllowCallers('service')
  positions(@ZodQuery(positionsQuery) query: z.output<typeof positionsQuery>): Promise<Positions> {
    return this.outbox.positions(PAPERS, new Date(query.before));
  }

  /** The state of a paper, and the public names of the person who submitted it. 404 `unknown-paper`. */
  @Get('papers/:id')
  @AllowCallers('service')
  async paper(
    @ZodParams(paperParams) { id }: z.output<typeof paperParams>,
  ): Promise<PaperState & { submittedBy?: PublicNames }> {
    const paper = await this.papers.find(id);
    if (!paper) throw notFound('unknown-paper', `The catalog has no paper ${id}.`);
    const person = paper.submission && (await this.people.find(paper.submission.by));
    if (!person) return paper;
    return { ...paper, submittedBy: { id: person.id, handle: person.handle, name: person.name } };
  }

  /**
   * How many records of an import were taken, and what they did; all zero for an unknown import. `yielding` says whether
   * imports are taken slowly at present, since people write.
   */
  @Get('imports/:id')
  @AllowCallers('service')
  async import(
    @ZodParams(importParams) { id }: z.output<typeof importParams>,
  ): Promise<ImportTally & { yielding: boolean }> {
    const [tally, yielding] = await Promise.all([this.imports.tally(id), this.presence.anybody()]);
    return { ...tally, yielding };
  }
}
