import type { CommentState } from '@paperboy/contracts';

/** The collection of comments. */
export const COMMENTS = 'comments';

/** A comment in the database; its text never leaves it but over HTTP. */
export interface CommentDocument {
  _id: string;
  seq: number;
  /** Plain text. */
  text: string;
  state: Omit<CommentState, 'seq'>;
}
