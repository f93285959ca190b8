import { Inject, Injectable } from '@nestjs/common';
import type { PersonHistory, Queued } from '@paperboy/contracts';
import { MONGO } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { COMMENTS, type CommentDocument } from '../comment/comment.js';
import { PAPERS, type PaperDocument } from '../paper/paper.schema.js';
import type { PersonDocument } from '../person/person.js';
import { PersonHistories } from '../profile/person-history.reader.js';

type Found = CommentDocument & { waitsSince: Date; papers: PaperDocument[]; people: PersonDocument[] };

/** Reads the comments that wait for a curator. */
@Injectable()
export class QueueReader {
  private readonly comments: Collection<CommentDocument>;

  constructor(
    @Inject(MONGO) connection: Connection,
    private readonly histories: PersonHistories,
  ) {
    this.comments = connection.collection<CommentDocument>(COMMENTS);
  }

  /** The comments that wait longest first, at most `limit` after the first `skip`. */
  async page(skip: number, limit: number): Promise<Queued[]> {
    const found = await this.comments
      .aggregate<Found>([
        { $match: { waitsSince: { $gt: new Date(0) } } },
        { $sort: { waitsSince: 1, _id: 1 } },
        { $skip: skip },
        { $limit: limit },
        { $lookup: { from: PAPERS, localField: 'state.paperId', foreignField: '_id', as: 'papers' } },
      ])
      .toArray();
    const histories = await this.histories.of(found.map(({ state }) => state.personId));
    return found.map((comment) => queued(comment, histories.get(comment.state.personId)));
  }
}

function queued(
  { _id, text = '', state, waitsSince, reports = [], papers: [paper] }: Found,
  by: PersonHistory | undefined,
): Queued {
  const { paperId, postedAt } = state;
  return {
    comment: { id: _id, text, postedAt },
    paper: { id: paperId, title: paper?.state.title ?? paperId },
    why: state.state === 'held' ? 'held' : 'reported',
    since: waitsSince.toISOString(),
    reports: reports
      .filter(({ settled }) => !settled)
      .map(({ reason, note, at }) => ({
        reason,
        ...(note !== undefined && { note }),
        at: at.toISOString(),
      })),
    ...(by && { by }),
  };
}
