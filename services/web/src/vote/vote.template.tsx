import { counted, numberText } from '../text/number.js';
import { paperPath } from '../text/paper-path.js';

/** The properties of the button. */
export interface VoteProps {
  readonly paperId: string;
  readonly title: string;
  readonly upvotes: number;
  /** Whether the reader's own vote stands; absent for people who are not signed in. */
  readonly upvoted?: boolean | undefined;
  /** The path to come back to, with the fragment of the button's place. */
  readonly back: string;
  /** Whether the paper was withdrawn, so that it takes no new votes. */
  readonly withdrawn: boolean;
}

/** The upvotes of a paper, as a button that casts the vote or takes it back; src/asset/page.browser.js changes it in place. */
export function Vote({ paperId, title, upvotes, upvoted, back, withdrawn }: VoteProps) {
  if (withdrawn && !upvoted) return <p class="upvotes">{counted(upvotes, 'upvote')}</p>;
  const path = paperPath(paperId);
  return (
    <form class="vote" method="post" action={`${path}/upvote${upvoted ? '/withdraw' : ''}`}>
      <input type="hidden" name="return" value={back} />
      <button
        type="submit"
        aria-pressed={upvoted === undefined ? undefined : upvoted}
        title={upvoted ? 'Take back your upvote of this paper' : 'Upvote this paper'}
      >
        <svg viewBox="0 0 16 14" width="16" height="14" aria-hidden="true">
          <path d="M8 1.5 15 12.5H1z" />
        </svg>
        <span class="hidden">Upvote “{title}”. Upvotes: </span>
        <data value={upvotes}>{numberText(upvotes)}</data>
        <span class="plus" aria-hidden="true">
          +1
        </span>
      </button>
    </form>
  );
}
