import { authorIdOf, FEED_NAMES, type ListItem, type PublicPerson } from '@paperboy/contracts';
import type { Card } from '../live/card.js';

/** What an item is made of: a paper of a live list or of an edition. */
export interface ShownPaper {
  id: string;
  card: Card;
  upvotes: number;
  comments: number;
  submitter?: { handle: string; name: string };
}

/** A paper as clients of the Hugging Face API read it. Times end in Z; only what is known is there. */
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

// The names of people travel on a topic of their own and may come later, or be gone with a deleted account.
function hfPerson(id: string, known: ShownPaper['submitter'], publicUrl: string): PublicPerson {
  const nameless = { handle: id, name: FEED_NAMES.get(id) ?? 'A reader' };
  const { handle, name } = known ?? nameless;
  return {
    _id: id,
    avatarUrl: `${publicUrl}/avatars/${encodeURIComponent(handle)}.svg`,
    fullname: name,
    name: handle,
    user: handle,
    type: 'user',
  };
}
