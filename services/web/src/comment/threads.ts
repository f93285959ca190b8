import type { ShownComment } from '@paperboy/contracts';

/** An answer within a thread. */
export interface Reply {
  readonly comment: ShownComment;
  /** The comment that it answers, when that is not the first one of the thread. */
  readonly to?: ShownComment | undefined;
}

/** A comment with all answers to it, and all answers to those. */
export interface Thread {
  readonly comment: ShownComment;
  readonly replies: readonly Reply[];
}

/**
 * Groups comments, which come in the order of their times, into two levels. A comment begins a thread when it answers
 * nothing, or a comment that is not in `comments`. All answers below it, however deep, follow it in the order of time.
 */
export function threadsOf(comments: readonly ShownComment[]): Thread[] {
  const byId = new Map(comments.map((comment) => [comment.id, comment]));
  const threads = new Map<string, { comment: ShownComment; replies: Reply[] }>();
  const threadOf = new Map<string, string>();
  for (const comment of comments) {
    const parent = comment.replyTo === undefined ? undefined : byId.get(comment.replyTo);
    const first = parent && threadOf.get(parent.id);
    const thread = first === undefined ? undefined : threads.get(first);
    if (parent === undefined || thread === undefined) {
      threads.set(comment.id, { comment, replies: [] });
      threadOf.set(comment.id, comment.id);
    } else {
      thread.replies.push({ comment, to: parent.id === thread.comment.id ? undefined : parent });
      threadOf.set(comment.id, thread.comment.id);
    }
  }
  return [...threads.values()];
}
