import { authorIdOf, type ListItem, namelessPerson, type PublicPerson } from '@paperboy/contracts';
import type { Card } from '../live/card.js';

/** The paper of an item, from a live list or from an edition. */
export interface ShownPaper {
  id: string;
  card: Card;
  upvotes: number;
  comments: number;
  submitter?: { handle: string; name: string };
}

/** A paper as clients of the Hugging Face API read it. Times end in Z; fields that are not known are absent. */
export function hfItem(paper: ShownPaper, publicUrl: string): ListItem {
  const { card } = paper;
  const submittedBy =
    card.submittedBy === undefined ? undefined : hfPerson(card.submittedBy, paper.submitter, publicUrl);
  return {
    paper: {
      id: paper.id,
      authors: card.authors.map((name, at) => ({ _id: authorIdOf(paper.id, at), name, hidden: false })),
      publishedAt: card.publishedAt,
      ...(card.submittedAt === undefined ? {} : { submittedOnDailyAt: card.submittedAt }),
      title: card.title,
      summary: card.summary,
      upvotes: paper.upvotes,
      discussionId: paper.id,
      ...(submittedBy ? { submittedOnDailyBy: submittedBy } : {}),
      ...(card.withdrawnAt === undefined ? {} : { withdrawnAt: card.withdrawnAt }),
      categories: card.categories,
      ...card.links,
    },
    publishedAt: card.submittedAt ?? card.publishedAt,
    title: card.title,
    summary: card.summary,
    thumbnail: `${publicUrl}/papers/${paper.id}/card.png`,
    numComments: paper.comments,
    ...(submittedBy ? { submittedBy } : {}),
    isAuthorParticipating: false,
    sample: card.sample,
    ...card.links,
  };
}

// The names of people have a topic of their own. A name may arrive later, or be deleted with its account.
function hfPerson(id: string, known: ShownPaper['submitter'], publicUrl: string): PublicPerson {
  const { handle, name } = known ?? namelessPerson(id);
  return {
    _id: id,
    avatarUrl: `${publicUrl}/avatars/${encodeURIComponent(handle)}.svg`,
    fullname: name,
    name: handle,
    user: handle,
    type: 'user',
  };
}
