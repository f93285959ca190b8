import { type ShownComment } from '@paperboy/contracts';
import { counted } from '../list/ranked-list.js';
import { dayText } from '../text/day.js';

/** What the page says of the comments on its paper. */
export interface CommentsProps {
  readonly comments: readonly ShownComment[];
  /** How many there are, which may be more than the catalog hands over at a time. */
  readonly total: number;
  readonly now: Date;
}

/** What readers said of a paper. */
export function Comments({ comments, total, now }: CommentsProps) {
  if (comments.length === 0) return null;
  return (
    <section class="comments" id="comments" aria-labelledby="comments-heading">
      <h2 id="comments-heading" class="label">
        Comments
      </h2>
      <ol>
        {comments.map((comment) => (
          <li key={comment.id}>
            <Byline comment={comment} now={now} />
            <p class="words" dir="auto">
              {comment.text}
            </p>
          </li>
        ))}
      </ol>
      {total > comments.length ? (
        <p class="fine">{counted(total - comments.length, 'more comment')}, not shown here</p>
      ) : null}
    </section>
  );
}

function Byline({ comment: { by, postedAt, editedAt }, now }: { comment: ShownComment; now: Date }) {
  return (
    <p class="fine">
      {by ? (
        <>
          <img src={`/avatars/${encodeURIComponent(by.handle)}.svg`} alt="" width="22" height="22" />{' '}
          <strong>{by.name}</strong>
        </>
      ) : (
        'Somebody who has left'
      )}
      , <time dateTime={postedAt}>{dayText(postedAt, now)}</time>
      {editedAt ? ', edited' : ''}
    </p>
  );
}
