import {
  authorIdOf,
  type CatalogPaper,
  type PaperNumbers,
  type PublicPaper,
  paperLinks,
} from '@paperboy/contracts';

/**
 * The paper in the flat shape that clients of daily papers read (`GET /api/papers/{id}`): times end in Z, the
 * linked models, datasets and spaces are there and empty.
 */
export function flatPaper(paper: CatalogPaper, numbers: PaperNumbers, publicUrl: string): PublicPaper {
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
    ...paperLinks(paper),
    ...(paper.elsewhere ? { elsewhere: paper.elsewhere } : {}),
    mediaUrls: [],
    linkedModels: [],
    linkedDatasets: [],
    linkedSpaces: [],
    numTotalModels: 0,
    numTotalDatasets: 0,
    numTotalSpaces: 0,
  };
}
