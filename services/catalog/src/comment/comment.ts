import { COMMENT_EDITABLE_MS, type CommentState, type ReportReason } from '@paperboy/contracts';

/** The collection of comments. */
export const COMMENTS = 'comments';

/** The most reports that one comment keeps: more of them tell a curator nothing new. */
export const MOST_REPORTS = 20;

/** What a reader reported of a comment. */
export interface CommentReport {
  /** The reader, who is not told to curators. */
  by: string;
  reason: ReportReason;
  /** A sentence of the reader; gone once a curator has decided. */
  note?: string;
  at: Date;
  settled?: boolean;
}

/** A comment in the database; its text never leaves it but over HTTP. */
export interface CommentDocument {
  _id: string;
  seq: number;
  /** Markdown; absent once the comment is erased. */
  text?: string;
  /** Whether somebody answered it, also where the answer is gone meanwhile. */
  answered?: boolean;
  /** Since when it waits for a curator, held or reported; absent when it does not. */
  waitsSince?: Date;
  /** The earliest first. */
  reports?: CommentReport[];
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
