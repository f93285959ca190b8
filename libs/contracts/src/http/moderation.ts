import { z } from 'zod';
import { instantSchema } from '../ids.js';
import { openEnum } from '../open-enum.js';
import { lineSchema } from '../values/clean.js';
import { wholeNumber } from '../values/whole-number.js';
import { CURATOR_ON_COMMENT, commentParams, EXAMPLE_COMMENT } from './comments.js';
import { endpoint } from './endpoint.js';
import { EXAMPLE_PAPER, paperParams } from './papers.js';
import { ROLES } from './people.js';
import { reasonBodySchema } from './reason.js';

/** The reasons that a reader may give for a report. */
export const REPORT_REASONS = ['spam', 'abuse', 'off-topic', 'other'] as const;
/** Why a reader reported a comment. */
export type ReportReason = (typeof REPORT_REASONS)[number];

/** The body of a report. Pages also read their form by it. */
export const reportSchema = z.object({
  reason: z.enum(REPORT_REASONS),
  /** A sentence for the curators. It is deleted when they have decided. */
  note: lineSchema(300).optional(),
});

/** A person's history, as curators see it. */
export const historySchema = z.object({
  handle: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  /** The day of the first sign-in, YYYY-MM-DD (UTC). */
  since: z.string(),
  /** All comments of the person, in every state. */
  comments: z.int(),
  /** How many of them are hidden. */
  hidden: z.int(),
  /** All reports of these comments, including dismissed ones. */
  reports: z.int(),
  /** Present while the person is suspended. */
  suspended: z.object({ at: instantSchema, reason: z.string() }).optional(),
});
export type PersonHistory = z.output<typeof historySchema>;

const queuedSchema = z.object({
  comment: z.object({
    id: z.string(),
    /** Markdown, as the comments on a paper have it. */
    text: z.string(),
    postedAt: z.string(),
  }),
  paper: z.object({ id: z.string(), title: z.string() }),
  /** `held`: it is not shown yet. `reported`: it is shown, and readers reported it. */
  why: openEnum(['held', 'reported'], 'It is shown as it is.'),
  since: instantSchema,
  /** Reports that nobody has decided on. */
  reports: z.array(
    z.object({
      reason: openEnum(REPORT_REASONS, 'It is shown as it is.'),
      note: z.string().optional(),
      at: instantSchema,
    }),
  ),
  /** The author. Absent when the account is deleted. */
  by: historySchema.optional(),
});
/** A comment that waits for a curator. */
export type Queued = z.output<typeof queuedSchema>;

/** Reports by readers, and decisions by curators. */
export const moderation = {
  report: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/api/papers/{id}/comment/{comment}/report',
    params: commentParams,
    body: reportSchema,
    status: 204,
    problems: ['unknown-comment', 'own-comment', 'report-limit'],
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: { params: EXAMPLE_COMMENT, body: { reason: 'spam' }, problem: 'unknown-comment' },
    summary: 'Reports a comment to the curators. A second report of the same person changes nothing.',
  }),
  queue: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/api/queue',
    query: z.object({
      p: wholeNumber(0, 10_000).default(0).meta({ description: 'The page, from 0.' }),
      limit: wholeNumber(1, 50).default(20).meta({ description: 'Comments on a page.' }),
    }),
    answer: z.object({ queue: z.array(queuedSchema) }),
    callers: ['curator'],
    repeatable: true,
    public: { person: true },
    example: {},
    summary:
      'Comments that are held or reported, those that wait longest first, with the history of the person who wrote each; for curators and admins. `Link` names the next page.',
  }),
  publish: endpoint({
    ...CURATOR_ON_COMMENT,
    path: '/api/papers/{id}/comment/{comment}/publish',
    summary: 'Shows a comment that is held; for curators and admins. One that is not held stays as it is.',
  }),
  dismiss: endpoint({
    ...CURATOR_ON_COMMENT,
    path: '/api/papers/{id}/comment/{comment}/dismiss',
    summary: 'Dismisses the reports of a comment, which stays as it is; for curators and admins.',
  }),
  lock: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/api/papers/{id}/comments/lock',
    params: paperParams,
    body: reasonBodySchema,
    status: 204,
    problems: ['unknown-paper'],
    callers: ['curator'],
    repeatable: true,
    public: { person: true },
    example: { params: { id: '2602.00002' }, problem: 'unknown-paper' },
    summary: 'Locks the comments on a paper: readers can add and change none. For curators and admins.',
  }),
  unlock: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/api/papers/{id}/comments/unlock',
    params: paperParams,
    status: 204,
    problems: ['unknown-paper'],
    callers: ['curator'],
    repeatable: true,
    public: { person: true },
    example: { params: { id: EXAMPLE_PAPER } },
    summary: 'Unlocks the comments on a paper; for curators and admins.',
  }),
} as const;
