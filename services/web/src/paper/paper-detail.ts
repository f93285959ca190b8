import {
  authorIdOf,
  type CatalogPaper,
  type PaperNumbers,
  type PublicPaper,
  type PublicPerson,
  paperLinks,
  publicPersonOf,
} from '@paperboy/contracts';

/**
 * The paper in the flat shape that clients of daily papers read (`GET /api/papers/{id}`). Times end in Z. The lists of
 * linked models, datasets and spaces are always empty.
 */
export function flatPaper(paper: CatalogPaper, numbers: PaperNumbers, publicUrl: string): PublicPaper {
  const { submission, submittedBy } = paper;
  return {
    id: paper.id,
    authors: paper.authors.map((one, at) => {
      const person = paper.claimed?.find(({ author }) => author === at);
      return {
        _id: authorIdOf(paper.id, at),
        ...one,
        hidden: false,
        ...(person ? { user: personOf(person, publicUrl), status: 'claimed_verified' } : {}),
      };
    }),
    publishedAt: paper.publishedAt,
    ...(submission ? { submittedOnDailyAt: submission.at } : {}),
    title: paper.title,
    summary: paper.summary,
    ...(paper.asGiven ? { asGiven: paper.asGiven } : {}),
    upvotes: numbers.upvotes,
    numComments: numbers.comments,
    discussionId: paper.id,
    ...(submission && submittedBy
      ? {
          submittedOnDailyBy: personOf(submittedBy, publicUrl),
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

function personOf(person: { id: string; handle: string; name: string }, publicUrl: string): PublicPerson {
  return { ...publicPersonOf(person.id, person, publicUrl), isPro: false };
}
