import { commentStateSchema, REPORT_REASONS } from '@paperboy/contracts';
import { type OutboxDocument, outboxFields, relayed } from '@paperboy/messaging';
import { documentSchema, listOf, parsedBy, partSchema } from '@paperboy/platform';
import { withSample } from '../document/sample.schema.js';
import { COMMENTS, type CommentDocument, type CommentReport } from './comment.js';

const reportSchema = partSchema<CommentReport>({
  by: { type: String, required: true },
  reason: { type: String, enum: REPORT_REASONS, required: true },
  note: { type: String },
  at: { type: Date, required: true },
  settled: { type: Boolean },
});

/**
 * The comments. Kept, because a discussion is worth reading years later; those of the sample are removed with it. A
 * comment and its event are one pipeline update, so the stores use the underlying collection.
 */
export const commentSchema = withSample(
  relayed(
    documentSchema<CommentDocument & OutboxDocument>(COMMENTS, {
      _id: { type: String, required: true },
      seq: { type: Number, required: true },
      text: { type: String },
      answered: { type: Boolean },
      waitsSince: { type: Date },
      reports: listOf(reportSchema),
      state: { ...parsedBy(commentStateSchema.omit({ seq: true })), required: true },
      ...outboxFields,
    }),
  ),
)
  // The comments on a paper, the oldest or the newest first.
  .index({ 'state.paperId': 1, 'state.postedAt': 1 })
  // The queue of the curators: the comments that wait longest first.
  .index({ waitsSince: 1 }, { sparse: true })
  // The comments that a person reported, for the export and the deletion of the account.
  .index({ 'reports.by': 1 }, { sparse: true })
  // The comments that notify a person, for the deletion of the account.
  .index({ 'state.notifies': 1 }, { sparse: true })
  // A person's comments, the newest first.
  .index({ 'state.personId': 1, 'state.postedAt': -1 });
