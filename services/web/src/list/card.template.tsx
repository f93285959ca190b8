import type { ListAnswer } from '@paperboy/contracts';
import { latexText } from '@paperboy/platform';
import { Latex, LatexExcerpt } from '../page/latex.template.js';
import type { OwnStanding } from '../paper/standing.client.js';
import { dayText } from '../text/day.js';
import { numberText } from '../text/number.js';
import { counted, submitterOf } from './ranked-list.js';
import { paperPath, Vote } from './vote.template.js';

/** What a card needs. */
export interface CardProps {
  readonly item: ListAnswer['items'][number];
  /** Whether the list is closed: then its numbers are those that it finished with. */
  readonly closed: boolean;
  readonly now: Date;
  /** The paper as the reader sees it; absent for people who are not signed in. */
  readonly own?: OwnStanding | undefined;
  /** The path and query of the page that the card is on. */
  readonly back: string;
}

/** Abstracts are cut by the style sheet; more than this is never seen, so it is not sent. */
const EXCERPT = 420;

/** A paper on a list. */
export function Card({ item, closed, now, own, back }: CardProps) {
  const { paper } = item;
  const anchor = `p-${paper.id.replace('/', '-')}`;
  const submitter = submitterOf(item);
  return (
    <article class="card" id={anchor} aria-labelledby={`${anchor}-title`}>
      <Vote
        paperId={paper.id}
        title={latexText(paper.title)}
        upvotes={own?.upvotes ?? item.liveUpvotes ?? paper.upvotes}
        upvoted={own?.upvoted}
        back={`${back}#${anchor}`}
        withdrawn={paper.withdrawnAt !== undefined}
      />
      <div class="text">
        <h2 id={`${anchor}-title`}>
          <a href={paperPath(paper.id)} dir="auto">
            <Latex source={paper.title} heading />
          </a>
        </h2>
        {paper.withdrawnAt ? <p class="withdrawn">Withdrawn by its authors</p> : null}
        <p class="abstract" dir="auto">
          <LatexExcerpt source={paper.summary} most={EXCERPT} />
        </p>
        <ul class="facts">
          {closed ? <li>finished with {numberText(paper.upvotes)}</li> : null}
          <li>{counted(paper.authors.length, 'author')}</li>
          <li>
            <time dateTime={paper.publishedAt}>{dayText(paper.publishedAt, now, 'short')}</time>
          </li>
          {item.numComments > 0 ? (
            <li>
              <a href={`${paperPath(paper.id)}#comments`}>{counted(item.numComments, 'comment')}</a>
            </li>
          ) : null}
          {submitter ? (
            <li class="submitter">
              <img
                src={`/avatars/${encodeURIComponent(submitter.handle)}.svg`}
                alt=""
                width="18"
                height="18"
                loading="lazy"
              />
              <span>
                <span class="hidden">Submitted by </span>
                {submitter.name}
              </span>
            </li>
          ) : null}
        </ul>
      </div>
    </article>
  );
}
