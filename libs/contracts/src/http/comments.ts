import { z } from 'zod';
import { endpoint } from './endpoint.js';
import { paperParams } from './papers.js';

/** A comment as everyone may read it. */
const shownCommentSchema = z.object({
  id: z.string(),
  /** Plain text. */
  text: z.string(),
  postedAt: z.string(),
  editedAt: z.string().optional(),
  /** Who wrote it; absent when the account is gone. */
  by: z.object({ handle: z.string(), name: z.string() }).optional(),
});
export type ShownComment = z.output<typeof shownCommentSchema>;

/** Comments. */
export const comments = {
  ofPaper: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/internal/papers/{id}/comments',
    params: paperParams,
    answer: z.object({ comments: z.array(shownCommentSchema) }),
    callers: ['service'],
    repeatable: true,
    summary:
      'The comments on a paper that are shown, the earliest first, at most 100; none for an unknown paper.',
  }),
} as const;
