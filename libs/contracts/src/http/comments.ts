import { z } from 'zod';
import { textSchema } from '../values/clean.js';
import { commentIdSchema } from '../values/comment-id.js';
import { wholeNumber } from '../values/whole-number.js';
import { endpoint } from './endpoint.js';
import { EXAMPLE_PAPER, paperParams } from './papers.js';
import { reasonBodySchema } from './reason.js';

/** The most characters of a comment. */
export const LONGEST_COMMENT = 5_000;

/** For how long its author may change a comment, in ms. */
export const COMMENT_EDITABLE_MS = 15 * 60_000;

/** A comment as everyone may read it. */
const shownCommentSchema = z.object({
  id: z.string(),
  /** Markdown of a small kind: emphasis, code, lists, quotes and links, with mathematics between dollar signs. */
  text: z.string(),
  postedAt: z.string(),
  editedAt: z.string().optional(),
  /** The comment that it answers. */
  replyTo: z.string().optional(),
  /** True for an own comment that nobody else sees until a curator has decided. */
  held: z.boolean().optional(),
  /** Who removed the comment. Set when it is removed while answers to it are shown; its text is empty then. */
  removed: z.enum(['author', 'curator']).optional(),
  /** The author. Absent when the account is deleted or the comment is removed. */
  by: z.object({ handle: z.string(), name: z.string() }).optional(),
  /** Present when a curator confirmed that the person is an author of the paper. */
  byAuthor: z.literal(true).optional(),
});
export type ShownComment = z.output<typeof shownCommentSchema>;

/** Which comment on which paper. */
export const commentParams = paperParams.extend({
  comment: commentIdSchema.meta({ description: 'The id of a comment on this paper.' }),
});
const bodySchema = z.object({
  comment: textSchema(LONGEST_COMMENT).meta({
    description: `Markdown, at most ${LONGEST_COMMENT} characters.`,
  }),
});
const answer = z.object({ comment: shownCommentSchema });
/** The id of a comment that does not exist, for examples. */
export const EXAMPLE_COMMENT = { id: EXAMPLE_PAPER, comment: 'none' };
const WRITE_PROBLEMS = [
  'unknown-paper',
  'comment-limit',
  'idempotency-key-reused',
  'unknown-comment',
  'thread-locked',
];
/** The problems of every endpoint of one comment. */
const ONE_PROBLEMS = ['unknown-comment'];

/** The parts that every act of a curator on one comment has; its path, its summary and its body are its own. */
export const CURATOR_ON_COMMENT = {
  service: 'catalog',
  method: 'POST',
  params: commentParams,
  status: 204,
  problems: ONE_PROBLEMS,
  callers: ['curator'],
  repeatable: true,
  public: { person: true },
  example: { params: EXAMPLE_COMMENT, problem: 'unknown-comment' },
} as const;

/** Comments. */
export const comments = {
  ofPaper: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/api/papers/{id}/comments',
    params: paperParams,
    query: z.object({
      p: wholeNumber(0, 10_000).default(0).meta({ description: 'The page, from 0, counted from `after`.' }),
      after: z
        .string()
        .regex(/^[\d:.TZ-]{20,30},[A-Za-z0-9_-]{1,40}$/, 'expected what `next` said')
        .optional()
        .meta({ description: 'What the answer before named as `next`.' }),
      limit: wholeNumber(1, 100).default(50).meta({ description: 'Comments on a page.' }),
      order: z
        .enum(['oldest', 'newest'], 'expected oldest or newest')
        .default('oldest')
        .meta({ description: 'Which come first.' }),
    }),
    answer: z.object({
      comments: z.array(shownCommentSchema),
      /** The value of `after` for the page that follows. Absent at the end. */
      next: z.string().optional(),
      /** Whether curators have locked them, so that readers can't add any. */
      locked: z.boolean().optional(),
    }),
    callers: 'everyone',
    repeatable: true,
    public: {},
    example: { params: { id: EXAMPLE_PAPER } },
    summary:
      'The comments on a paper that are shown, a page at a time; none for an unknown paper. `Link` names the next page, which begins behind the last comment of this one: comments that are posted or deleted meanwhile move none.',
  }),
  waiting: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/api/papers/{id}/held-comments',
    params: paperParams,
    answer: z.object({ comments: z.array(shownCommentSchema) }),
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: { params: { id: EXAMPLE_PAPER } },
    summary: "The person's own comments on a paper that wait for a curator, the earliest first.",
  }),
  one: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/api/papers/{id}/comment/{comment}',
    params: commentParams,
    answer,
    problems: ONE_PROBLEMS,
    callers: 'everyone',
    repeatable: true,
    public: {},
    example: { params: EXAMPLE_COMMENT, problem: 'unknown-comment' },
    summary: 'One comment that is shown.',
  }),
  post: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/api/papers/{id}/comment',
    params: paperParams,
    body: bodySchema,
    status: 201,
    answer,
    problems: WRITE_PROBLEMS,
    callers: ['person'],
    repeatable: 'with-idempotency-key',
    public: { person: true },
    example: { params: { id: EXAMPLE_PAPER }, body: { comment: 'The bound in $O(n^2)$ is *tight*.' } },
    summary:
      'Comments on a paper. Readers have a number of comments a day. A comment of a new person that holds a link waits for a curator: it is answered with `held`.',
  }),
  reply: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/api/papers/{id}/comment/{comment}/reply',
    params: commentParams,
    body: bodySchema,
    status: 201,
    answer,
    problems: WRITE_PROBLEMS,
    callers: ['person'],
    repeatable: 'with-idempotency-key',
    public: { person: true },
    example: { params: EXAMPLE_COMMENT, body: { comment: 'Is it?' }, problem: 'unknown-comment' },
    summary: 'Answers a comment that is shown.',
  }),
  edit: endpoint({
    service: 'catalog',
    method: 'PUT',
    path: '/api/papers/{id}/comment/{comment}',
    params: commentParams,
    body: bodySchema,
    answer,
    problems: [...ONE_PROBLEMS, 'not-your-comment', 'comment-too-old', 'thread-locked'],
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: { params: EXAMPLE_COMMENT, body: { comment: 'It is.' }, problem: 'unknown-comment' },
    summary: 'Changes the text of an own comment within 15 minutes; it is marked as edited.',
  }),
  erase: endpoint({
    service: 'catalog',
    method: 'DELETE',
    path: '/api/papers/{id}/comment/{comment}',
    params: commentParams,
    status: 204,
    problems: [...ONE_PROBLEMS, 'not-your-comment'],
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: { params: EXAMPLE_COMMENT, problem: 'unknown-comment' },
    summary: 'Deletes an own comment with its text. Where there are answers, its place remains.',
  }),
  hide: endpoint({
    ...CURATOR_ON_COMMENT,
    path: '/api/papers/{id}/comment/{comment}/hide',
    body: reasonBodySchema,
    summary: 'Hides a comment; for curators and admins.',
  }),
  restore: endpoint({
    ...CURATOR_ON_COMMENT,
    path: '/api/papers/{id}/comment/{comment}/restore',
    summary: 'Shows a hidden comment again; for curators and admins.',
  }),
} as const;
