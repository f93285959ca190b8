import { numberText } from '../text/number.js';
import { counted } from './ranked-list.js';

/** What the button needs. */
export interface VoteProps {
  readonly paperId: string;
  readonly title: string;
  readonly upvotes: number;
  /** Whether the reader's own vote stands; absent for people who are not signed in. */
  readonly upvoted?: boolean | undefined;
  /** The path to come back to, with the fragment of the button's place. */
  readonly back: string;
  /** Whether the paper was withdrawn: then it takes no new votes. */
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
        <svg viewBox="0 0 12 8" width="12" height="8" aria-hidden="true">
          <path d="M6 0 12 8H0z" />
        </svg>
        <span class="hidden">Upvote “{title}”. Upvotes: </span>
        <data value={upvotes}>{numberText(upvotes)}</data>
      </button>
    </form>
  );
}

/** The path of a paper's page; an old id keeps its slash. */
export function paperPath(paperId: string): string {
  return `/papers/${paperId}`;
}
