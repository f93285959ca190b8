import { z } from 'zod';
import { instantSchema } from '../ids.js';
import { paperIdSchema } from '../values/paper-id.js';
import { endpoint } from './endpoint.js';
import { EXAMPLE_PAPER, paperParams } from './papers.js';

/** How many earlier texts of a paper are kept, the newest ones. */
export const EARLIER_TEXTS_KEPT = 5;

/** How many changed papers one answer has at most. */
export const MOST_CHANGED = 100;

/** The text of a paper at one time. */
const paperTextSchema = z.object({
  version: z.int().min(1),
  title: z.string(),
  summary: z.string(),
  /** The authors' note. */
  comment: z.string().optional(),
  withdrawn: z.boolean(),
  /** When the catalog learned of the next text. Absent on the current text. */
  until: instantSchema.optional(),
});
export type PaperText = z.output<typeof paperTextSchema>;

/** A paper that changed since a person saved it, voted for it or commented on it. */
const changedPaperSchema = z.object({
  paperId: paperIdSchema,
  title: z.string(),
  /** When the catalog learned of the newest change. */
  changedAt: instantSchema,
  /** The version that the person read, or the oldest one that is kept when the text of that version is not. */
  readVersion: z.int().min(1),
  version: z.int().min(1),
  /** Whether it was withdrawn since. */
  withdrawn: z.boolean(),
  /** Why the person is told: what they did with the paper. */
  because: z.array(z.enum(['saved', 'voted', 'commented'])).min(1),
});
export type ChangedPaper = z.output<typeof changedPaperSchema>;

/** Earlier texts of papers, and what changed since a person read them. */
export const changes = {
  texts: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/api/papers/{id}/texts',
    params: paperParams,
    answer: z.object({
      texts: z
        .array(paperTextSchema)
        .min(1)
        .max(EARLIER_TEXTS_KEPT + 1),
    }),
    problems: ['unknown-paper'],
    callers: 'everyone',
    repeatable: true,
    public: {},
    example: { params: { id: EXAMPLE_PAPER } },
    summary: `Title, abstract and authors' note of a paper as they are now, and up to ${EARLIER_TEXTS_KEPT} earlier ones since the paper came here; the oldest first.`,
  }),
  mine: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/api/changed',
    query: z.object({
      paper: paperIdSchema.optional().meta({ description: 'Only this paper.' }),
    }),
    answer: z.object({ papers: z.array(changedPaperSchema).max(MOST_CHANGED) }),
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: {},
    summary:
      'Papers that the person saved, voted for or commented on and that were revised or withdrawn since, the newest change first.',
  }),
  read: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/api/papers/{id}/read',
    params: paperParams,
    status: 204,
    problems: ['unknown-paper'],
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: { params: { id: EXAMPLE_PAPER } },
    summary: 'Notes that the person has read the paper as it is now: it no longer counts as changed.',
  }),
} as const;
