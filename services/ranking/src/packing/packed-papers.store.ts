import { Inject, Injectable } from '@nestjs/common';
import { MONGO } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { PACKED, type PackedDocument, type PackedKey, type PackedPaper } from './packed-paper.schema.js';

/** A packed paper's place on a list of trending that it left. */
export interface PackedPlace extends PackedKey {
  score: number;
  member: string;
}

/** How long earlier documents of a paper are kept, since a Redis that is restored from an older copy needs them. */
const FORMER_DAYS = 7;
const DAY_MS = 86_400_000;
/** The most documents that one command removes, so that it ends before its timeout. */
const REMOVED_AT_ONCE = 1_000;

/** The votes, cards and blocks of packed papers, in MongoDB; each generation of Redis' keys has its own. */
@Injectable()
export class PackedPapers {
  private readonly papers: Collection<PackedDocument>;

  constructor(@Inject(MONGO) connection: Connection) {
    this.papers = connection.collection<PackedDocument>(PACKED);
  }

  /** Writes documents durably, and removes documents of the same papers that are older than a week. */
  async write(generation: string, papers: readonly PackedPaper[], now: Date): Promise<void> {
    if (papers.length === 0) return;
    const before = new Date(now.getTime() - FORMER_DAYS * DAY_MS);
    await this.papers.insertMany(
      papers.map((paper) => ({
        _id: idOf(generation, paper),
        generation: Number(generation),
        at: now,
        ...paper,
      })),
      { ordered: false },
    );
    await this.papers.bulkWrite(
      papers.map(({ paper, token }) => ({
        deleteMany: {
          filter: {
            _id: { $gt: `${generation}:${paper}:`, $lt: `${generation}:${paper};` },
            token: { $ne: token },
            at: { $lt: before },
          },
        },
      })),
    );
  }

  /** Whole documents, by paper. */
  whole(generation: string, keys: readonly PackedKey[]): Promise<Map<string, PackedPaper>> {
    return this.find(generation, keys, {});
  }

  /** Documents without their votes, by paper. */
  withoutVotes(generation: string, keys: readonly PackedKey[]): Promise<Map<string, PackedPaper>> {
    return this.find(generation, keys, { votes: 0 });
  }

  /** Documents by paper, each with the vote of one person or without votes. */
  withVoteOf(
    person: string,
    generation: string,
    keys: readonly PackedKey[],
  ): Promise<Map<string, PackedPaper>> {
    return this.find(generation, keys, { paper: 1, token: 1, votes: { $elemMatch: { p: person } } });
  }

  /** The places of packed papers on a trending list, the best first, with those of papers that were restored since. */
  async *places(generation: string, scope: string): AsyncGenerator<PackedPlace> {
    const found = this.papers
      .find({ generation: Number(generation), scopes: scope })
      .sort({ score: -1, member: 1 })
      .project<PackedPlace>({ _id: 0, paper: 1, token: 1, score: 1, member: 1 });
    for await (const place of found) yield place;
  }

  /** Removes the documents of the generations before one. */
  async dropBefore(generation: string): Promise<void> {
    const former = { generation: { $lt: Number(generation) } };
    for (;;) {
      const ids = await this.papers
        .find(former)
        .limit(REMOVED_AT_ONCE)
        .project<{ _id: string }>({ _id: 1 })
        .toArray();
      if (ids.length === 0) return;
      await this.papers.deleteMany({ _id: { $in: ids.map(({ _id }) => _id) } });
    }
  }

  private async find(
    generation: string,
    keys: readonly PackedKey[],
    projection: Record<string, unknown>,
  ): Promise<Map<string, PackedPaper>> {
    if (keys.length === 0) return new Map();
    const ids = keys.map((key) => idOf(generation, key));
    const documents = await this.papers.find({ _id: { $in: ids } }, { projection }).toArray();
    return new Map(documents.map((document) => [document.paper, document]));
  }
}

function idOf(generation: string, { paper, token }: PackedKey): string {
  return `${generation}:${paper}:${token}`;
}
