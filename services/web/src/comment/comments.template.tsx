import type { Role, ShownComment } from '@paperboy/contracts';
import { dayText } from '../text/day.js';
import { paperPath } from '../text/paper-path.js';
import { authorName } from './author-name.js';
import { CommentForm } from './comment-form.template.js';
import { CommentText } from './comment-text.template.js';
import { olderPath } from './older-path.js';
import { threadsOf } from './threads.js';

/** The reader of comments, who decides which buttons they have. */
export interface Commenter {
  readonly handle: string;
  readonly role: Role;
}

/** The comments on a paper, as its page shows them. */
export interface CommentsProps {
  readonly paperId: string;
  /** In the order of their times. */
  readonly comments: readonly ShownComment[];
  /** The place behind which the older comments begin; absent when all are in `comments`. */
  readonly older?: string | undefined;
  readonly now: Date;
  /** Whether curators have locked them. */
  readonly locked?: boolean | undefined;
  /** The reader's own comments that wait for a curator. */
  readonly waiting?: readonly ShownComment[] | undefined;
  /** Absent for people who are not signed in. */
  readonly reader?: Commenter | undefined;
}

/** The comments on a paper, and the form for another one. */
export function Comments(props: CommentsProps) {
  const { paperId, reader, locked = false, waiting = [] } = props;
  return (
    <section class="comments" id="comments" aria-labelledby="comments-heading">
      <h2 id="comments-heading" class="label">
        Comments
      </h2>
      <Threads {...props} />
      {waiting.length > 0 ? <Waiting {...props} waiting={waiting} /> : null}
      {locked ? <p class="fine">Curators have locked these comments: readers can add none.</p> : null}
      {reader?.role === 'reader' && locked ? null : reader ? (
        <CommentForm action={`${paperPath(paperId)}/comment`} label="Your comment" button="Comment" />
      ) : (
        <p class="onward">
          <a href={`${paperPath(paperId)}/comment`}>Sign in to comment</a>
        </p>
      )}
      {reader && reader.role !== 'reader' ? <Lock paperId={paperId} locked={locked} /> : null}
    </section>
  );
}

/** Comments in their threads, below a link to the older ones. */
export function Threads(props: Pick<CommentsProps, 'paperId' | 'comments' | 'older' | 'now' | 'reader'>) {
  const { paperId, comments, older } = props;
  return (
    <>
      {older === undefined ? null : (
        <p class="onward">
          <a rel="next" href={olderPath(paperId, older)}>
            Older comments
          </a>
        </p>
      )}
      <ol>
        {threadsOf(comments).map(({ comment, replies }) => (
          <li key={comment.id} id={`comment-${comment.id}`}>
            <Comment {...props} comment={comment} />
            {replies.length > 0 ? (
              <ol>
                {replies.map(({ comment: reply, to }) => (
                  <li key={reply.id} id={`comment-${reply.id}`}>
                    <Comment {...props} comment={reply} to={to} />
                  </li>
                ))}
              </ol>
            ) : null}
          </li>
        ))}
      </ol>
    </>
  );
}

/** The reader's own comments that nobody else sees yet. */
function Waiting({ paperId, waiting }: CommentsProps & { waiting: readonly ShownComment[] }) {
  return (
    <ol aria-label="Your comments that wait for a curator">
      {waiting.map((comment) => (
        <li key={comment.id} id={`comment-${comment.id}`}>
          <p class="fine">
            Your comment waits for a curator, because it holds a link and your account is new. Nobody else
            sees it until then.
          </p>
          <CommentText text={comment.text} />
          <p class="fine">
            <a href={`${paperPath(paperId)}/comment/${comment.id}/edit`}>Edit or delete</a>
          </p>
        </li>
      ))}
    </ol>
  );
}

/** Locks or unlocks the comments; the one undoes the other. */
function Lock({ paperId, locked }: { paperId: string; locked: boolean }) {
  return (
    <form method="post" action={`${paperPath(paperId)}/comments/${locked ? 'unlock' : 'lock'}`}>
      <button type="submit" class="quiet">
        {locked ? 'Unlock these comments' : 'Lock these comments'}
      </button>
    </form>
  );
}

function Comment({
  comment,
  to,
  ...props
}: Pick<CommentsProps, 'paperId' | 'now' | 'reader'> & {
  comment: ShownComment;
  to?: ShownComment | undefined;
}) {
  if (comment.removed !== undefined) {
    return (
      <p class="fine">{comment.removed === 'author' ? 'Deleted by its author' : 'Hidden by a curator'}</p>
    );
  }
  return (
    <>
      <Byline comment={comment} to={to} now={props.now} />
      <CommentText text={comment.text} />
      {props.reader ? <Acts {...props} reader={props.reader} comment={comment} /> : null}
    </>
  );
}

function Byline({
  comment: { by, byAuthor, postedAt, editedAt },
  to,
  now,
}: {
  comment: ShownComment;
  to?: ShownComment | undefined;
  now: Date;
}) {
  return (
    <p class="fine">
      {by ? (
        <>
          <img src={`/avatars/${encodeURIComponent(by.handle)}.svg`} alt="" width="22" height="22" />{' '}
          <a href={`/people/${encodeURIComponent(by.handle)}`}>
            <strong>{by.name}</strong>
          </a>
          {byAuthor ? <span class="isauthor">author</span> : null}
        </>
      ) : (
        'A former reader'
      )}
      , <time dateTime={postedAt}>{dayText(postedAt, now)}</time>
      {editedAt ? ', edited' : ''}
      {to ? (
        <>
          , in reply to <a href={`#comment-${to.id}`}>{authorName(to)}</a>
        </>
      ) : null}
    </p>
  );
}

/** Links to what the reader may do with a comment. Each leads to a page that asks first. */
function Acts({ paperId, comment, reader }: { paperId: string; comment: ShownComment; reader: Commenter }) {
  const path = `${paperPath(paperId)}/comment/${comment.id}`;
  const name = authorName(comment);
  const own = comment.by?.handle === reader.handle;
  return (
    <ul class="deeds onward">
      <li>
        <a href={`${path}/reply`} aria-label={`Reply to ${name}`}>
          Reply
        </a>
      </li>
      {own ? (
        <li>
          <a href={`${path}/edit`}>Edit or delete</a>
        </li>
      ) : null}
      {own ? null : (
        <li>
          <a href={`${path}/report`} aria-label={`Report the comment of ${name}`}>
            Report
          </a>
        </li>
      )}
      {!own && reader.role !== 'reader' ? (
        <li>
          <a href={`${path}/hide`} aria-label={`Hide the comment of ${name}`}>
            Hide
          </a>
        </li>
      ) : null}
    </ul>
  );
}
