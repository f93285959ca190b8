import { Inject, Injectable } from '@nestjs/common';
import type { AskedOf, moderation } from '@paperboy/contracts';
import { Clock, CONFIG, forbidden, MONGO, notFound, tooMany } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import type { CatalogConfig } from '../catalog.config.js';
import { secondsLeftOfDay } from '../document/database-time.js';
import { QuotaStore } from '../document/quota.store.js';
import { COMMENTS, type CommentDocument, MOST_REPORTS } from './comment.js';
import { CommentStore } from './comment.store.js';
import { CommentRules } from './comment-rules.service.js';

/** Takes reports of comments. A comment holds its reports, so one atomic update also puts it into the queue. */
@Injectable()
export class CommentReports {
  private readonly documents: Collection<CommentDocument>;

  constructor(
    @Inject(MONGO) connection: Connection,
    @Inject(CONFIG) private readonly config: CatalogConfig,
    private readonly clock: Clock,
    private readonly comments: CommentStore,
    private readonly rules: CommentRules,
    private readonly quotas: QuotaStore,
  ) {
    this.documents = connection.collection<CommentDocument>(COMMENTS);
  }

  /**
   * Reports a comment that is shown. A second report by the same person changes nothing, and neither does one beyond
   * MOST_REPORTS.
   */
  async report(
    personId: string,
    paperId: string,
    id: string,
    { reason, note }: AskedOf<typeof moderation.report>['body'],
  ): Promise<void> {
    await this.rules.refuseSuspended({ id: personId });
    const state = await this.comments.state(paperId, id);
    if (state?.state !== 'shown')
      throw notFound('unknown-comment', `This paper has no comment ${id} that is shown.`);
    if (state.personId === personId)
      throw forbidden('own-comment', 'This is your own comment: you can delete it.');
    await this.takePlace(personId, id);
    const report = {
      by: { $literal: personId },
      reason,
      ...(note !== undefined && { note: { $literal: note } }),
      at: '$$NOW',
    };
    await this.documents.updateOne(
      {
        _id: id,
        'state.state': 'shown',
        'reports.by': { $ne: personId },
        [`reports.${MOST_REPORTS - 1}`]: { $exists: false },
      },
      [
        {
          $set: {
            reports: { $concatArrays: [{ $ifNull: ['$reports', []] }, [report]] },
            waitsSince: { $ifNull: ['$waitsSince', '$$NOW'] },
          },
        },
      ],
    );
  }

  private async takePlace(personId: string, commentId: string): Promise<void> {
    const now = this.clock.now();
    const places = this.config.REPORTS_PER_DAY;
    if (await this.quotas.take(`reports:${personId}`, commentId, places, now)) return;
    throw tooMany('report-limit', `A person may report ${places} comments a day.`, secondsLeftOfDay(now));
  }
}
