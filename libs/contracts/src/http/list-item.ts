import { authorIdOf, namelessPerson } from '../ids.js';
import type { PaperLinks } from '../values/paper-links.js';
import type { ListItem, PublicPerson } from './public-paper.js';

/** What an item shows of a paper, apart from its numbers. */
export interface ListedCard {
  readonly title: string;
  readonly summary: string;
  readonly authors: readonly string[];
  readonly categories: readonly string[];
  readonly publishedAt: string;
  readonly submittedAt?: string | undefined;
  /** The id of the person who submitted it. */
  readonly submittedBy?: string | undefined;
  readonly withdrawnAt?: string | undefined;
  readonly sample: boolean;
  readonly links?: PaperLinks | undefined;
  /** Whether a confirmed author of it commented. */
  readonly authorCommented?: boolean | undefined;
}

/** The public names of a person. */
export interface PublicNames {
  readonly handle: string;
  readonly name: string;
}

/** The paper of an item, from a live list, an edition or a search. */
export interface ShownPaper {
  readonly id: string;
  readonly card: ListedCard;
  readonly upvotes: number;
  readonly comments: number;
  /** Absent while the names are not known. They may arrive later, or be deleted with the account. */
  readonly submitter?: PublicNames;
}

/** A paper as clients of the Hugging Face API read it. Times end in Z; fields that are not known are absent. */
export function listItemOf(
  { id, card, upvotes, comments, submitter }: ShownPaper,
  publicUrl: string,
): ListItem {
  const submittedBy =
    card.submittedBy === undefined ? undefined : publicPersonOf(card.submittedBy, submitter, publicUrl);
  return {
    paper: {
      id,
      authors: card.authors.map((name, at) => ({ _id: authorIdOf(id, at), name, hidden: false })),
      publishedAt: card.publishedAt,
      ...(card.submittedAt === undefined ? {} : { submittedOnDailyAt: card.submittedAt }),
      title: card.title,
      summary: card.summary,
      upvotes,
      discussionId: id,
      ...(submittedBy ? { submittedOnDailyBy: submittedBy } : {}),
      ...(card.withdrawnAt === undefined ? {} : { withdrawnAt: card.withdrawnAt }),
      categories: [...card.categories],
      ...card.links,
    },
    publishedAt: card.submittedAt ?? card.publishedAt,
    title: card.title,
    summary: card.summary,
    thumbnail: `${publicUrl}/papers/${id}/card.png`,
    numComments: comments,
    ...(submittedBy ? { submittedBy } : {}),
    isAuthorParticipating: card.authorCommented === true,
    sample: card.sample,
    ...card.links,
  };
}

/** A person as clients of the Hugging Face API read it; `names` are undefined while they are not known. */
export function publicPersonOf(id: string, names: PublicNames | undefined, publicUrl: string): PublicPerson {
  const { handle, name } = names ?? namelessPerson(id);
  return {
    _id: id,
    avatarUrl: `${publicUrl}/avatars/${encodeURIComponent(handle)}.svg`,
    fullname: name,
    name: handle,
    user: handle,
    type: 'user',
  };
}
