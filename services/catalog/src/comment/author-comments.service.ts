import { Inject, Injectable } from '@nestjs/common';
import { crashPoint, Outbox, pendingStage } from '@paperboy/messaging';
import { MONGO } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { Authors } from '../authorship/authors.reader.js';
import { NEXT_SEQ, PUBLIC_STATE } from '../document/stored-state.js';
import { PAPERS, type PaperDocument } from '../paper/paper.schema.js';
import { COMMENTS, type CommentDocument } from './comment.js';

/** After a change of another request in between, the answer is computed again, so often at most. */
const ATTEMPTS = 5;

/** Keeps in a paper's public state whether a confirmed author of it has a comment that is shown. */
@Injectable()
export class AuthorComments {
  private readonly comments: Collection<CommentDocument>;
  private readonly papers: Collection<PaperDocument>;

  constructor(
    @Inject(MONGO) connection: Connection,
    private readonly authors: Authors,
    private readonly outbox: Outbox,
  ) {
    this.comments = connection.collection<CommentDocument>(COMMENTS);
    this.papers = connection.collection<PaperDocument>(PAPERS);
  }

  /**
   * Computes it again after a change of a comment or of a claim. Writes nothing when it stays as it is. After a crash
   * before this, the next such change of the paper puts it right.
   */
  async refresh(paperId: string): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++)
      if (!(await this.write(paperId, await this.authorCommented(paperId)))) return;
  }

  private async authorCommented(paperId: string): Promise<boolean> {
    const authors = await this.authors.idsOf(paperId);
    if (authors.size === 0) return false;
    const ofAuthor = {
      'state.paperId': paperId,
      'state.personId': { $in: [...authors] },
      'state.state': 'shown',
    };
    return (await this.comments.findOne(ofAuthor, { projection: { _id: 1 } })) !== null;
  }

  /** Whether this changed the paper. */
  private async write(paperId: string, commented: boolean): Promise<boolean> {
    const { modifiedCount } = await this.papers.updateOne(
      { _id: paperId, 'state.authorCommented': commented ? { $ne: true } : true },
      [
        { $set: { seq: NEXT_SEQ, 'state.authorCommented': commented ? true : '$$REMOVE' } },
        pendingStage({ type: 'paper.revised', data: PUBLIC_STATE }),
      ],
    );
    if (modifiedCount === 0) return false;
    crashPoint('outbox.after-write');
    this.outbox.nudge(PAPERS, paperId);
    return true;
  }
}
