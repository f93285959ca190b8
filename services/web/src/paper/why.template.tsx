import { type CatalogPaper, type Why } from '@paperboy/contracts';
import { latexText } from '@paperboy/platform';
import { counted } from '../list/ranked-list.js';
import { paperPath } from '../list/vote.template.js';
import { Latex } from '../page/latex.template.js';
import type { PageContent } from '../page/page.js';
import { numberText } from '../text/number.js';
import { PICTURE, weightBars } from './weight-bars.js';
import { reasonText, weightText } from './why.js';

/** What the page shows. */
export interface WhyPageProps {
  readonly paper: CatalogPaper;
  readonly why: Why;
}

const LIST_NAMES = {
  day: 'its day',
  week: 'its week',
  month: 'its month',
  trending: 'Trending',
  new: 'New',
} as const;
const LISTS = ['trending', 'day', 'week', 'month'] as const;

/** Why a paper stands where it stands, in words. */
export function whyPage({ paper, why }: WhyPageProps): PageContent {
  return {
    title: `Why is it here: ${latexText(paper.title)}`,
    canonical: `${paperPath(paper.id)}/why?list=${why.list}`,
    sample: paper.sample,
    unlisted: true,
    body: (
      <article class="why">
        <p>
          <a href={paperPath(paper.id)}>
            <Latex source={paper.title} heading />
          </a>
        </p>
        <h1>Why is it here?</h1>
        <nav class="categories" aria-label="The lists that it is on">
          {LISTS.map((list) => (
            <a
              key={list}
              href={`${paperPath(paper.id)}/why?list=${list}`}
              class={list === why.list ? 'chosen' : undefined}
              aria-current={list === why.list ? 'page' : undefined}
            >
              {LIST_NAMES[list]}
            </a>
          ))}
        </nav>
        <Rank why={why} />
        <OneMoreVote why={why} />
        {why.closed ? null : <NotCounted notCounted={why.notCounted} />}
        <p>{why.order}</p>
        <Terms trending={why.trending} />
      </article>
    ),
  };
}

function Rank({ why }: { why: Why }) {
  const name = LIST_NAMES[why.list];
  if (!why.rank) return <p>It is not on the list of {name} at the moment.</p>;
  return (
    <p>
      It {why.closed ? 'finished as' : 'is'} number <strong>{numberText(why.rank)}</strong> of{' '}
      {numberText(why.of)} on the list of {name}
      {why.period ? ` (${why.period})` : ''}, with {counted(why.upvotes, 'upvote')} that count
      {why.upvotes === 1 ? 's' : ''} and {counted(why.comments, 'comment')}.
    </p>
  );
}

function Terms({ trending }: Pick<Why, 'trending'>) {
  if (!trending) return null;
  return (
    <>
      <p>
        The half-life is {counted(trending.halfLifeHours, 'hour')}. A comment weighs{' '}
        {numberText(trending.commentWeight)} of a vote.
      </p>
      <Weights trending={trending} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reached by keys */}
      <section class="scroll" aria-label="The weights as a table" tabIndex={0}>
        <table class="terms">
          <caption>When its votes came, and what they weigh now (a vote cast now weighs 1)</caption>
          <thead>
            <tr>
              <th scope="col">From (UTC)</th>
              <th scope="col">Votes</th>
              <th scope="col">Comments</th>
              <th scope="col">Weight</th>
            </tr>
          </thead>
          <tbody>
            {trending.terms.map(({ at, votes, comments, weight }) => (
              <tr key={at}>
                <th scope="row">
                  <time dateTime={at}>{minute(at)}</time>
                </th>
                <td>{numberText(votes)}</td>
                <td>{numberText(comments)}</td>
                <td>{weightText(weight)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={3}>
                All together
                {trending.furtherTerms > 0
                  ? `, with ${counted(trending.furtherTerms, 'earlier quarter')} of an hour`
                  : ''}
              </th>
              <td>{weightText(trending.weight)}</td>
            </tr>
          </tfoot>
        </table>
      </section>
      <p class="fine">
        Sorted by log2 of that weight, counted in half-lives since 1970: {numberText(trending.score)}.
      </p>
    </>
  );
}

/** The table's numbers as a picture, for those who would rather look. */
function Weights({ trending }: { trending: NonNullable<Why['trending']> }) {
  const oldest = trending.terms.at(-1);
  const newest = trending.terms[0];
  if (!oldest || !newest || oldest === newest) return null;
  const { width, height } = PICTURE;
  return (
    <figure class="weights">
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true" preserveAspectRatio="none">
        {weightBars(trending).map((bar) => (
          <g key={bar.at}>
            <rect class="cast" x={bar.x} y={height - bar.cast} width={bar.width} height={bar.cast} />
            <rect class="now" x={bar.x} y={height - bar.now} width={bar.width} height={bar.now} />
          </g>
        ))}
      </svg>
      <p class="fine span">
        <span>{minute(oldest.at)}</span>
        <span>{minute(newest.at)} UTC</span>
      </p>
      <figcaption>
        Its votes and comments by the quarter of an hour in which they came.{' '}
        <span class="key now">What they weigh now</span> <span class="key cast">What has faded</span>
      </figcaption>
    </figure>
  );
}

function minute(at: string): string {
  return at.slice(0, 16).replace('T', ' ');
}

function NotCounted({ notCounted }: Pick<Why, 'notCounted'>) {
  const some = notCounted.filter(({ votes }) => votes > 0);
  if (some.length === 0) return <p>Every vote for it counts.</p>;
  return (
    <>
      <p>Votes that do not count:</p>
      <ul>
        {some.map(({ reason, votes }) => (
          <li key={reason}>
            {numberText(votes)}, {reasonText(reason)}
          </li>
        ))}
      </ul>
    </>
  );
}

function OneMoreVote({ why }: { why: Why }) {
  if (why.closed) {
    const now = why.liveUpvotes === undefined ? '' : ` It has ${counted(why.liveUpvotes, 'upvote')} now.`;
    return <p>This list is closed: a vote still counts for the paper, and moves this list no more.{now}</p>;
  }
  if (!why.oneMoreVote) return null;
  return (
    <p>
      {why.oneMoreVote.rank === why.rank
        ? 'One more vote now would leave it where it is.'
        : `One more vote now would make it number ${numberText(why.oneMoreVote.rank)}.`}
    </p>
  );
}
