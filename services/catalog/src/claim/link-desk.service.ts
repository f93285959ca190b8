import { Inject, Injectable } from '@nestjs/common';
import { type PaperLinks, paperLinks, type Role } from '@paperboy/contracts';
import { crashPoint, Outbox, pendingStage } from '@paperboy/messaging';
import { forbidden, Log, MONGO, notFound } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { Authors } from '../authorship/authors.reader.js';
import { NEXT_SEQ, PUBLIC_STATE } from '../document/stored-state.js';
import { PAPERS, type PaperDocument } from '../paper/paper.schema.js';
import { PaperStore } from '../paper/paper.store.js';

/** The wished links: null removes a link, and an absent one stays as it is. */
export interface LinkWish {
  projectPage?: string | null | undefined;
  githubRepo?: string | null | undefined;
}

/** Sets the links that people give for papers. */
@Injectable()
export class LinkDesk {
  private readonly documents: Collection<PaperDocument>;

  constructor(
    @Inject(MONGO) connection: Connection,
    private readonly papers: PaperStore,
    private readonly authors: Authors,
    private readonly outbox: Outbox,
    private readonly log: Log,
  ) {
    this.documents = connection.collection<PaperDocument>(PAPERS);
  }

  /**
   * Sets links and returns those that count now. Writes nothing when none of them changes. Throws 404 `unknown-paper`,
   * 403 `not-your-paper`.
   */
  async set(person: { id: string; role: Role }, paperId: string, wish: LinkWish): Promise<PaperLinks> {
    const paper = await this.papers.find(paperId);
    if (!paper) throw notFound('unknown-paper', `The catalog has no paper ${paperId}.`);
    if (!(await this.may(person, paperId, paper.submission?.by)))
      throw forbidden(
        'not-your-paper',
        'Links are given by the person who submitted a paper, its confirmed authors, and curators.',
      );
    const changed = (['projectPage', 'githubRepo'] as const).filter(
      (kind) => wish[kind] !== undefined && wish[kind] !== (paper.links?.[kind] ?? null),
    );
    if (changed.length === 0) return paperLinks(paper);
    const set = Object.fromEntries(
      changed.map((kind) => [
        `state.links.${kind}`,
        wish[kind] === null ? '$$REMOVE' : { $literal: wish[kind] },
      ]),
    );
    const after = await this.documents.findOneAndUpdate(
      { _id: paperId },
      [{ $set: { seq: NEXT_SEQ, ...set } }, pendingStage({ type: 'paper.revised', data: PUBLIC_STATE })],
      { returnDocument: 'after', projection: { state: 1 } },
    );
    crashPoint('outbox.after-write');
    this.outbox.nudge(PAPERS, paperId);
    this.log.info({ paper: paperId, by: person.id, links: changed }, 'The links of a paper were set.');
    return paperLinks(after?.state ?? paper);
  }

  private async may(
    { id, role }: { id: string; role: Role },
    paperId: string,
    submitter: string | undefined,
  ): Promise<boolean> {
    return role !== 'reader' || submitter === id || (await this.authors.idsOf(paperId)).has(id);
  }
}
