import { z } from 'zod';
import { personIdSchema } from '../ids.js';
import { paperIdSchema } from '../values/paper-id.js';
import { endpoint } from './endpoint.js';
import { EXAMPLE_PAPER, paperParams } from './papers.js';
import { addressSchema } from './people.js';

/** The state of a vote after it was cast or withdrawn. */
export const voteAnswerSchema = z.object({
  paperId: paperIdSchema,
  upvoted: z.boolean(),
  /** Whether it moves the rank and the number shown; false for a vote that was never cast. */
  counts: z.boolean(),
});
export type VoteAnswer = z.output<typeof voteAnswerSchema>;

/** What a person wants to do with a vote. */
export const voteWishSchema = z.enum(['cast', 'withdraw']);
export type VoteWish = z.output<typeof voteWishSchema>;

const batchedVoteSchema = z.object({
  personId: personIdSchema,
  paperId: paperIdSchema,
  wish: voteWishSchema,
  /** The trace of the person's own request. Both ids go into the vote's event and into the log. */
  traceparent: z.string().max(64),
  requestId: z.string().max(64),
});
export type BatchedVote = z.output<typeof batchedVoteSchema>;

/** The outcome of one vote of a batch: its state, or the problem that a request for it alone would have got. */
const voteOutcomeSchema = z.union([
  z.object({ vote: voteAnswerSchema }),
  z.object({
    problem: z.object({
      status: z.int(),
      code: z.string(),
      detail: z.string(),
      retryAfterSeconds: z.number().optional(),
    }),
  }),
]);
export type VoteOutcome = z.output<typeof voteOutcomeSchema>;

const VOTE_PROBLEMS = [
  'unknown-paper',
  'unknown-person',
  'vote-changed-too-often',
  'vote-contended',
  'too-late',
  'suspended',
];

/** Votes. */
export const votes = {
  cast: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/api/papers/{id}/upvote',
    params: paperParams,
    answer: voteAnswerSchema,
    problems: [...VOTE_PROBLEMS, 'paper-withdrawn', 'new-person-limit'],
    callers: ['person'],
    repeatable: true,
    public: { person: true, vote: 'cast' },
    example: { params: { id: EXAMPLE_PAPER } },
    summary: 'Upvotes a paper; asking again changes nothing.',
  }),
  withdraw: endpoint({
    service: 'catalog',
    method: 'DELETE',
    path: '/api/papers/{id}/upvote',
    params: paperParams,
    answer: voteAnswerSchema,
    problems: VOTE_PROBLEMS,
    callers: ['person'],
    repeatable: true,
    public: { person: true, vote: 'withdraw' },
    example: { params: { id: EXAMPLE_PAPER } },
    summary: 'Takes an upvote back; asking again, or without one, changes nothing.',
  }),
  change: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/votes',
    body: z.object({ votes: z.array(batchedVoteSchema).min(1).max(100) }),
    answer: z.object({ outcomes: z.array(voteOutcomeSchema) }),
    callers: ['web'],
    repeatable: true,
    summary: 'Casts and withdraws up to 100 votes, and says of each in the same order what became of it.',
  }),
  castByAddress: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/votes/by-address',
    body: z.object({ address: addressSchema, paperId: paperIdSchema }),
    answer: voteAnswerSchema,
    problems: [...VOTE_PROBLEMS, 'paper-withdrawn', 'new-person-limit'],
    callers: ['mailer'],
    repeatable: true,
    summary:
      'Upvotes a paper for the account of an address, whose owner followed the link of a digest; 404 `unknown-person` when there is none.',
  }),
  standing: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/votes/standing',
    body: z.object({ paperIds: z.array(paperIdSchema).max(500) }),
    answer: z.object({ upvoted: z.array(z.string()), counted: z.array(z.string()) }),
    callers: ['person'],
    repeatable: true,
    summary: 'Which of these papers the person upvotes, and which of these votes count.',
  }),
} as const;
