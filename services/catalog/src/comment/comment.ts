import { COMMENT_EDITABLE_MS, type CommentState, type ReportReason } from '@paperboy/contracts';

/** The collection of comments. */
export const COMMENTS = 'comments';

/** The most reports that one comment keeps. More of them would tell a curator nothing new. */
export const MOST_REPORTS = 20;

/** A reader's report of a comment. */
export interface CommentReport {
  /** The id of the reader. Curators do not see it. */
  by: string;
  reason: ReportReason;
  /** A sentence by the reader, removed once a curator has decided. */
  note?: string;
  at: Date;
  settled?: boolean;
}

/** A comment in the database. Its text leaves the catalog over HTTP only, never over Kafka. */
export interface CommentDocument {
  _id: string;
  seq: number;
  /** Markdown; absent once the comment is erased. */
  text?: string;
  /** Whether somebody answered it, even if the answer was removed since. */
  answered?: boolean;
  /** Since when it waits for a curator, because it is held or reported; absent when it does not wait. */
  waitsSince?: Date;
  /** The earliest first. */
  reports?: CommentReport[];
  state: Omit<CommentState, 'seq'>;
}

/** Why a person can't change a comment. */
export type EditRefusal = 'not-your-comment' | 'comment-too-old';

/** Why a person may not change the text of a comment now; undefined when the person may. */
export function editRefusal(
  { personId, postedAt }: Pick<CommentState, 'personId' | 'postedAt'>,
  person: { id: string },
  now: Date,
): EditRefusal | undefined {
  if (personId !== person.id) return 'not-your-comment';
  return now.getTime() - Date.parse(postedAt) > COMMENT_EDITABLE_MS ? 'comment-too-old' : undefined;
}

/** The fields that a decision or an erasure sets: the comment waits no longer, and its reports lose their notes. */
export const SETTLED = {
  waitsSince: '$$REMOVE',
  reports: {
    $cond: [
      { $isArray: '$reports' },
      {
        $map: {
          input: '$reports',
          in: { by: '$$this.by', reason: '$$this.reason', at: '$$this.at', settled: true },
        },
      },
      '$$REMOVE',
    ],
  },
} as const;
