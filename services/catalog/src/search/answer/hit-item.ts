import {
  authorIdOf,
  FEED_NAMES,
  type ListItem,
  type PaperNumbers,
  type PublicPerson,
} from '@paperboy/contracts';
import type { PaperCard } from '../index/index-document.js';

/** The public names of a person. */
export interface PublicNames {
  readonly handle: string;
  readonly name: string;
}

/** A paper of the index as an item of a list: the shape of the Hugging Face API. */
export function hitItem(
  id: string,
  card: PaperCard,
  { upvotes, comments }: PaperNumbers,
  submitter: PublicNames | undefined,
  publicUrl: string,
): ListItem {
  const { submission } = card;
  const submittedBy = submission && personOf(submission.by, submitter, publicUrl);
  return {
    paper: {
      id,
      authors: card.authors.map((name, at) => ({ _id: authorIdOf(id, at), name, hidden: false })),
      publishedAt: card.publishedAt,
      ...(submission ? { submittedOnDailyAt: submission.at } : {}),
      title: card.title,
      summary: card.summary,
      upvotes,
      discussionId: id,
      ...(submittedBy ? { submittedOnDailyBy: submittedBy } : {}),
      ...(card.withdrawnAt === undefined ? {} : { withdrawnAt: card.withdrawnAt }),
      categories: [...card.categories],
      ...card.links,
    },
    publishedAt: submission?.at ?? card.publishedAt,
    title: card.title,
    summary: card.summary,
    thumbnail: `${publicUrl}/papers/${id}/card.png`,
    numComments: comments,
    ...(submittedBy ? { submittedBy } : {}),
    isAuthorParticipating: false,
    sample: card.sample,
    ...card.links,
  };
}

function personOf(id: string, known: PublicNames | undefined, publicUrl: string): PublicPerson {
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
