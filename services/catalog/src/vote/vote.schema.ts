import { voteStateSchema } from '@paperboy/contracts';
import { type OutboxDocument, outboxFields, relayed } from '@paperboy/messaging';
import { documentSchema, listOf, parsedBy, partSchema } from '@paperboy/platform';
import { withSample } from '../document/sample.schema.js';
import type { VoteDocument } from './vote.js';

/** The collection of votes. */
export const VOTES = 'votes';

/**
 * The votes. Kept, because a vote counts for ever; those of the sample are removed with it. A vote and its event are
 * one pipeline update by the database's clock, and hundreds of first votes are one command. So the stores use the
 * underlying collection.
 */
export const voteSchema = withSample(
  relayed(
    documentSchema<VoteDocument & OutboxDocument>(VOTES, {
      _id: { type: String, required: true },
      seq: { type: Number, required: true },
      changes: {
        type: partSchema<VoteDocument['changes']>({
          day: { type: String, required: true },
          count: { type: Number, required: true },
        }),
        required: true,
      },
      causes: listOf(String),
      decided: parsedBy(voteStateSchema.pick({ counts: true, reason: true })),
      state: { ...parsedBy(voteStateSchema.omit({ seq: true })), required: true },
      ...outboxFields,
    }),
  ),
)
  // Votes that do not count, by reason.
  .index(
    { 'state.reason': 1, 'state.personId': 1, _id: 1 },
    { partialFilterExpression: { 'state.reason': { $exists: true } } },
  )
  // The last votes of a person, and all votes of a person for setting them aside.
  .index({ 'state.personId': 1, 'state.history.castAt': -1 });
