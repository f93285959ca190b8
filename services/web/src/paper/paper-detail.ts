import { authorIdOf, paperStateSchema } from '@paperboy/contracts';
import { z } from 'zod';

/** What the catalog answers for a paper, with the public names of who submitted it where it knows them. */
export const catalogPaperSchema = paperStateSchema.omit({ seq: true }).extend({
  submittedBy: z.object({ id: z.string(), handle: z.string(), name: z.string() }).nullish(),
});
export type CatalogPaper = z.infer<typeof catalogPaperSchema>;

/** What the catalog answers for the comments on a paper. */
export const commentsSchema = z.object({
  comments: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
      postedAt: z.string(),
      editedAt: z.string().optional(),
      by: z.object({ handle: z.string(), name: z.string() }).optional(),
    }),
  ),
});
export type PaperComment = z.infer<typeof commentsSchema>['comments'][number];

/** What ranking counted of papers; ranking alone counts. */
export const standingsSchema = z.object({
  standings: z.array(
    z.object({
      paperId: z.string(),
      upvotes: z.number(),
      comments: z.number(),
      /** Whether the vote of the person who was asked for is among the upvotes. */
      included: z.boolean().optional(),
    }),
  ),
});

/** The numbers of one paper. */
export interface Numbers {
  readonly upvotes: number;
  readonly comments: number;
}

/**
 * The paper in the flat shape that clients of daily papers read (`GET /api/papers/{id}`): times end in Z, the
 * linked models, datasets and spaces are there and empty.
 */
export function flatPaper(paper: CatalogPaper, numbers: Numbers, publicUrl: string): Record<string, unknown> {
  const { submission, submittedBy } = paper;
  return {
    id: paper.id,
    authors: paper.authors.map(({ name }, at) => ({ _id: authorIdOf(paper.id, at), name, hidden: false })),
    publishedAt: paper.publishedAt,
    ...(submission ? { submittedOnDailyAt: submission.at } : {}),
    title: paper.title,
    summary: paper.summary,
    upvotes: numbers.upvotes,
    numComments: numbers.comments,
    discussionId: paper.id,
    ...(submission && submittedBy
      ? {
          submittedOnDailyBy: {
            _id: submittedBy.id,
            avatarUrl: `${publicUrl}/avatars/${encodeURIComponent(submittedBy.handle)}.svg`,
            fullname: submittedBy.name,
            user: submittedBy.handle,
            name: submittedBy.handle,
            type: 'user',
            isPro: false,
          },
        }
      : {}),
    categories: paper.categories,
    ...(paper.withdrawnAt ? { withdrawnAt: paper.withdrawnAt } : {}),
    ...(paper.doi ? { doi: paper.doi } : {}),
    ...(paper.comment ? { comment: paper.comment } : {}),
    ...(paper.journalRef ? { journalRef: paper.journalRef } : {}),
    mediaUrls: [],
    linkedModels: [],
    linkedDatasets: [],
    linkedSpaces: [],
    numTotalModels: 0,
    numTotalDatasets: 0,
    numTotalSpaces: 0,
  };
}
