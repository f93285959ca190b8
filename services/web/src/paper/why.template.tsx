import { type CatalogPaper, type Why } from '@paperboy/contracts';
import { latexText } from '@paperboy/platform';
import type { PageContent } from '../shell/page.js';
import { counted, numberText } from '../text/number.js';
import { PaperLink } from '../text/paper-link.template.js';
import { paperPath } from '../text/paper-path.js';
import { Bars, minute, Rank } from './glance.template.js';
import { reasonText, weightText } from './why.js';

/** What the page shows. */
export interface WhyPageProps {
  readonly paper: CatalogPaper;
  readonly why: Why;
  readonly now: Date;
}

const LISTS = { trending: 'Trending', day: 'Day', week: 'Week', month: 'Month' } as const;

/** The page that explains in words why a paper has its rank. */
export function whyPage({ paper, why, now }: WhyPageProps): PageContent {
  return {
    title: `Why is it here: ${latexText(paper.title)}`,
    canonical: `${paperPath(paper.id)}/why?list=${why.list}`,
    sample: paper.sample,
    unlisted: true,
    body: (
      <article class="why">
        <p>
          <PaperLink id={paper.id} title={paper.title} heading />
        </p>
        <h1>Why is it here?</h1>
        <nav class="lists" aria-label="The lists that it is on">
          {Object.entries(LISTS).map(([list, name]) => (
            <a
              key={list}
              href={`${paperPath(paper.id)}/why?list=${list}`}
              class={list === why.list ? 'chosen' : undefined}
              aria-current={list === why.list ? 'page' : undefined}
            >
              {name}
            </a>
          ))}
        </nav>
        {why.trending ? <Bars trending={why.trending} captioned /> : null}
        <p class="lead">
          <Rank why={why} now={now} />
        </p>
        <OneMoreVote why={why} />
        {why.closed ? null : <NotCounted notCounted={why.notCounted} />}
        <p>{why.order}</p>
        <Terms trending={why.trending} />
      </article>
    ),
  };
}

function Terms({ trending }: Pick<Why, 'trending'>) {
  if (!trending) return null;
  return (
    <>
      <p>
        The half-life is {counted(trending.halfLifeHours, 'hour')}. A comment weighs{' '}
        {numberText(trending.commentWeight)} of a vote.
      </p>
      <details>
        <summary>The weights as a table</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reached by keys */}
        <section class="scroll" aria-label="The weights as a table" tabIndex={0}>
          <table class="terms">
            <caption>When its votes came, and what they weigh now (a vote cast now weighs 1)</caption>
            <thead>
              <tr>
                <th scope="col">
                  From (<span data-zone>UTC</span>)
                </th>
                <th scope="col">Votes</th>
                <th scope="col">Comments</th>
                <th scope="col">Weight</th>
              </tr>
            </thead>
            <tbody>
              {trending.terms.map(({ at, votes, comments, weight }) => (
                <tr key={at}>
                  <th scope="row">
                    <time dateTime={at} data-own>
                      {minute(at)}
                    </time>
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
      </details>
      <p class="fine">
        Sorted by log2 of that weight, counted in half-lives since 1970: {numberText(trending.score)}.
      </p>
    </>
  );
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
    return <p>This list is closed: a vote still counts for the paper and no longer moves this list.{now}</p>;
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
