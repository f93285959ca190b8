import { z } from 'zod';
import { instantSchema, personIdSchema, seqSchema } from '../ids.js';
import { openEnum } from '../open-enum.js';
import { paperIdSchema } from '../values/paper-id.js';

/** One time that a vote stood: from `castAt` until `withdrawnAt`, or until now. */
export const votePeriodSchema = z.object({ castAt: instantSchema, withdrawnAt: instantSchema.optional() });

/** The whole public state of a vote, with its history, so that any past moment can be counted. */
export const voteStateSchema = z.object({
  paperId: paperIdSchema,
  personId: personIdSchema,
  seq: seqSchema,
  standing: z.boolean(),
  /** Whether the vote moves the rank and the number shown. */
  counts: z.boolean(),
  /** Why it does not count; absent when it does. */
  reason: openEnum(
    ['new-person-limit', 'suspended', 'ring'],
    'An unknown one is told as unknown.',
  ).optional(),
  /** Oldest first; the last one is open while the vote stands. */
  history: z.array(votePeriodSchema).min(1),
  sample: z.boolean(),
});
export type VoteState = z.infer<typeof voteStateSchema>;

/** The key of a vote, in Kafka and in the catalog: neither id holds a colon. */
export function voteKey(vote: { paperId: string; personId: string }): string {
  return `${vote.paperId}:${vote.personId}`;
}
