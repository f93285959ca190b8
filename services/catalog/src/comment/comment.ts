import { COMMENT_EDITABLE_MS, type CommentState } from '@paperboy/contracts';

/** The collection of comments. */
export const COMMENTS = 'comments';

/** A comment in the database; its text never leaves it but over HTTP. */
export interface CommentDocument {
  _id: string;
  seq: number;
  /** Markdown; absent once the comment is erased. */
  text?: string;
  /** Whether somebody answered it, also where the answer is gone meanwhile. */
  answered?: boolean;
  state: Omit<CommentState, 'seq'>;
}

/** Why a person can't change a comment. */
export type EditRefusal = 'not-your-comment' | 'comment-too-old';

/** Whether a person may change the text of a comment now. */
export function editRefusal(
  { personId, postedAt }: Pick<CommentState, 'personId' | 'postedAt'>,
  person: { id: string },
  now: Date,
): EditRefusal | undefined {
  if (personId !== person.id) return 'not-your-comment';
  return now.getTime() - Date.parse(postedAt) > COMMENT_EDITABLE_MS ? 'comment-too-old' : undefined;
}
