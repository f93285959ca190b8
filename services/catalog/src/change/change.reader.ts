import { Inject, Injectable } from '@nestjs/common';
import { type ChangedPaper, MOST_CHANGED, type PaperText, voteKey } from '@paperboy/contracts';
import { MONGO } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { COMMENTS, type CommentDocument } from '../comment/comment.js';
import { PAPERS, type PaperDocument } from '../paper/paper.schema.js';
import { SHELF, type ShelfDocument } from '../shelf/shelf.schema.js';
import type { VoteDocument } from '../vote/vote.js';
import { VOTES } from '../vote/vote.schema.js';
import { changeSince, dealtWith, type Reason } from './change.js';

/** How many votes and how many comments of a person are read, the newest first. Older ones are ignored. */
const LOOKED_AT = 1_000;

interface Deed {
  paperId: string;
  at: Date;
  reason: Reason;
}

/** Reads the texts of papers, and which papers changed since a person dealt with them. */
@Injectable()
export class ChangeReader {
  private readonly papers: Collection<PaperDocument>;
  private readonly votes: Collection<VoteDocument>;
  private readonly comments: Collection<CommentDocument>;
  private readonly shelf: Collection<ShelfDocument>;

  constructor(@Inject(MONGO) connection: Connection) {
    this.papers = connection.collection<PaperDocument>(PAPERS);
    this.votes = connection.collection<VoteDocument>(VOTES);
    this.comments = connection.collection<CommentDocument>(COMMENTS);
    this.shelf = connection.collection<ShelfDocument>(SHELF);
  }

  /** The texts of a paper, the current one last; undefined for an unknown paper. */
  async texts(paperId: string): Promise<PaperText[] | undefined> {
    const paper = await this.papers.findOne({ _id: paperId }, { projection: { state: 1, earlier: 1 } });
    if (!paper) return undefined;
    const { version, title, summary, comment, withdrawnAt } = paper.state;
    const now = {
      version,
      title,
      summary,
      ...(comment && { comment }),
      withdrawn: withdrawnAt !== undefined,
    };
    return [...(paper.earlier ?? []).map((one) => ({ ...one, until: one.until.toISOString() })), now];
  }

  /**
   * The papers that changed since a person dealt with them, the newest change first, at most MOST_CHANGED. With
   * `paperId` only that paper.
   */
  async changed(personId: string, paperId?: string): Promise<ChangedPaper[]> {
    const deeds = await Promise.all([
      this.voted(personId, paperId),
      this.commented(personId, paperId),
      this.saved(personId, paperId),
    ]);
    const dealt = dealtWith(deeds.flat());
    const papers = await this.changing([...dealt.keys()]);
    const readAt = await this.readAt(
      personId,
      papers.map(({ _id }) => _id),
    );
    const changed = papers.flatMap(({ _id, state, earlier = [] }) => {
      const { at, because } = dealt.get(_id) as { at: Date; because: Reason[] };
      const read = readAt.get(_id);
      const withdrawn = state.withdrawnAt !== undefined;
      const change = changeSince(
        { version: state.version, withdrawn, earlier },
        read && read > at ? read : at,
      );
      return change ? [{ paperId: _id, title: state.title, ...change, because }] : [];
    });
    return changed.sort((a, b) => (a.changedAt < b.changedAt ? 1 : -1)).slice(0, MOST_CHANGED);
  }

  private async voted(personId: string, paperId?: string): Promise<Deed[]> {
    const which = paperId ? { _id: voteKey({ paperId, personId }) } : { 'state.personId': personId };
    const found = await this.votes
      .find(
        { ...which, 'state.standing': true },
        { projection: { 'state.paperId': 1, 'state.history': { $slice: -1 } } },
      )
      .sort(paperId ? {} : { 'state.history.castAt': -1 })
      .limit(LOOKED_AT)
      .toArray();
    return found.map(({ state }) => ({
      paperId: state.paperId,
      at: new Date(state.history.at(-1)?.castAt ?? 0),
      reason: 'voted',
    }));
  }

  private async commented(personId: string, paperId?: string): Promise<Deed[]> {
    const found = await this.comments
      .find(
        { 'state.personId': personId, 'state.state': 'shown', ...(paperId && { 'state.paperId': paperId }) },
        { projection: { 'state.paperId': 1, 'state.postedAt': 1 } },
      )
      .sort({ 'state.postedAt': -1 })
      .limit(LOOKED_AT)
      .toArray();
    return found.map(({ state }) => ({
      paperId: state.paperId,
      at: new Date(state.postedAt),
      reason: 'commented',
    }));
  }

  private async saved(personId: string, paperId?: string): Promise<Deed[]> {
    const which = paperId ? { _id: voteKey({ paperId, personId }) } : { personId };
    const found = await this.shelf.find({ ...which, savedAt: { $exists: true } }).toArray();
    return found.map((one) => ({ paperId: one.paperId, at: one.savedAt as Date, reason: 'saved' }));
  }

  /** The papers among these that ever changed, without their texts. */
  private changing(paperIds: string[]): Promise<PaperDocument[]> {
    const projection = {
      'state.title': 1,
      'state.version': 1,
      'state.withdrawnAt': 1,
      'earlier.version': 1,
      'earlier.withdrawn': 1,
      'earlier.until': 1,
    };
    return this.papers
      .find({ _id: { $in: paperIds }, 'earlier.0': { $exists: true } }, { projection })
      .toArray();
  }

  private async readAt(personId: string, paperIds: readonly string[]): Promise<Map<string, Date>> {
    const keys = paperIds.map((paperId) => voteKey({ paperId, personId }));
    const found = await this.shelf.find({ _id: { $in: keys }, readAt: { $exists: true } }).toArray();
    return new Map(found.map((one) => [one.paperId, one.readAt as Date]));
  }
}
