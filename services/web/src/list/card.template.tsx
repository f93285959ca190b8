import { categoryName, type ListAnswer } from '@paperboy/contracts';
import { latexText } from '@paperboy/platform';
import type { ComponentChildren } from 'preact';
import { FigureOf } from '../figure/figure.template.js';
import { PutAway, Save } from '../keep/keep.template.js';
import { dayText } from '../text/day.js';
import { Latex, LatexExcerpt } from '../text/latex.template.js';
import { counted, numberText } from '../text/number.js';
import { paperAnchor, paperPath } from '../text/paper-path.js';
import type { OwnVote } from '../vote/own-votes.client.js';
import { Vote } from '../vote/vote.template.js';
import { submitterOf } from './ranked-list.js';

/** The properties of a card. */
export interface CardProps {
  readonly item: ListAnswer['items'][number];
  /** The place on the list; absent on lists that rank nothing. */
  readonly rank?: number | undefined;
  /** Whether the list is closed. Then its numbers are the final ones. */
  readonly closed: boolean;
  readonly now: Date;
  /** The paper as the reader sees it; absent for people who are not signed in. */
  readonly own?: OwnVote | undefined;
  /** The path and query of the page that the card is on. */
  readonly back: string;
  /** Returns the path of the same list for one category. */
  readonly toCategory: (category: string) => string;
  /** Replaces the title, for example by the title with the search terms marked. */
  readonly title?: ComponentChildren;
  /** Replaces the abstract in the same way. */
  readonly abstract?: ComponentChildren;
}

/** In characters. The style sheet cuts abstracts earlier, so more text would be sent and never seen. */
const EXCERPT = 420;
const AUTHORS_SHOWN = 3;

/** A paper on a list. */
export function ListCard(props: CardProps) {
  const { item, rank, own, back, title, abstract } = props;
  const { paper } = item;
  const anchor = paperAnchor(paper.id);
  const kind = rank === undefined ? ' unranked' : rank > 99 ? ' long' : '';
  return (
    <article class={`card${kind}`} id={anchor} aria-labelledby={`${anchor}-title`} data-paper={paper.id}>
      {rank === undefined ? null : <p class="rank">{rank}</p>}
      <h2 id={`${anchor}-title`}>
        <a href={paperPath(paper.id)} dir="auto">
          {title ?? <Latex source={paper.title} heading />}
        </a>
      </h2>
      <Authors names={paper.authors.map(({ name }) => name)} />
      <p class="abstract" dir="auto">
        {abstract ?? <LatexExcerpt source={paper.summary} most={EXCERPT} />}
      </p>
      <Facts {...props} />
      <FigureOf paper={paper} />
      <Vote
        paperId={paper.id}
        title={latexText(paper.title)}
        upvotes={own?.upvotes ?? item.liveUpvotes ?? paper.upvotes}
        upvoted={own?.upvoted}
        back={`${back}#${anchor}`}
        withdrawn={paper.withdrawnAt !== undefined}
      />
    </article>
  );
}

function Authors({ names }: { names: readonly string[] }) {
  if (names.length === 0) return null;
  // A single further author is named, since “and 1 more” would take as much room.
  const shown = names.length === AUTHORS_SHOWN + 1 ? names : names.slice(0, AUTHORS_SHOWN);
  const left = names.length - shown.length;
  return (
    <p class="authors" dir="auto">
      <Latex source={shown.join(', ')} />
      {left > 0 ? ` and ${numberText(left)} more` : ''}
    </p>
  );
}

function Facts({ item, closed, now, toCategory, own, back }: CardProps) {
  const { paper } = item;
  const kept = {
    paperId: paper.id,
    title: latexText(paper.title),
    back: `${back}#${paperAnchor(paper.id)}`,
    own,
  };
  const submitter = submitterOf(item);
  const category = paper.categories?.[0];
  return (
    <ul class="facts">
      {paper.withdrawnAt ? <li class="withdrawn">Withdrawn by its authors</li> : null}
      {category ? (
        <li>
          <a class="tag" href={toCategory(category)}>
            {categoryName(category) ?? 'Category'} <code>{category}</code>
          </a>
        </li>
      ) : null}
      {closed ? <li>finished with {numberText(paper.upvotes)}</li> : null}
      <li>
        <time dateTime={paper.publishedAt}>{dayText(paper.publishedAt, now, 'short')}</time>
      </li>
      {item.numComments > 0 ? (
        <li>
          <a href={`${paperPath(paper.id)}#comments`}>{counted(item.numComments, 'comment')}</a>
        </li>
      ) : null}
      {submitter?.person ? (
        <li class="submitter">
          <span class="hidden">Submitted by </span>
          <a href={`/people/${encodeURIComponent(submitter.handle)}`}>{submitter.name}</a>
        </li>
      ) : null}
      {own ? (
        <>
          <li>
            <Save {...kept} kind="quiet" />
          </li>
          <li>
            <PutAway {...kept} />
          </li>
        </>
      ) : null}
    </ul>
  );
}
