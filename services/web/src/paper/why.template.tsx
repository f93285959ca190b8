import { paperPath } from '../list/vote.template.js';
import { Latex } from '../page/latex.template.js';
import type { PageContent } from '../page/page.js';
import { latexText } from '../text/latex.js';
import type { CatalogPaper } from './paper-detail.js';
import { numberText, reasonText, type Why } from './why.js';

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
    sample: paper.sample,
    unlisted: true,
    body: (
      <article class="why">
        <p>
          <a href={paperPath(paper.id)}>
            <Latex source={paper.title} />
          </a>
        </p>
        <h1>Why is it here?</h1>
        <nav class="categories" aria-label="Lists">
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
        <Terms why={why} />
        <NotCounted why={why} />
        <OneMoreVote why={why} />
      </article>
    ),
  };
}

function Rank({ why }: { why: Why }) {
  const name = LIST_NAMES[why.list];
  if (!why.rank) return <p>It is not on the list of {name} at the moment.</p>;
  return (
    <p>
      It is number <strong>{numberText(why.rank)}</strong>
      {why.total ? ` of ${numberText(why.total)}` : ''} on the list of {name}
      {why.period ? ` (${why.period})` : ''}.
    </p>
  );
}

function Terms({ why }: { why: Why }) {
  return (
    <>
      {why.formula?.words ? <p>{why.formula.words}</p> : null}
      {why.terms.length === 0 ? null : (
        <table class="terms">
          <caption>What decides, in the order in which it counts</caption>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Number</th>
            </tr>
          </thead>
          <tbody>
            {why.terms.map(({ name, value, words }) => (
              <tr key={name}>
                <th scope="row">
                  {name}
                  {words ? <span class="fine">{words}</span> : null}
                </th>
                <td>{numberText(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {why.formula?.source ? <p class="fine">Source of the formula: {why.formula.source}</p> : null}
    </>
  );
}

function NotCounted({ why }: { why: Why }) {
  const some = why.notCounted.filter(({ votes }) => votes > 0);
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
  const { oneMoreVote } = why;
  if (!oneMoreVote) return null;
  if (oneMoreVote.words) return <p>{oneMoreVote.words}</p>;
  if (!oneMoreVote.rank) return null;
  return (
    <p>
      {oneMoreVote.rank === why.rank
        ? 'One more vote would leave it where it is.'
        : `One more vote would make it number ${numberText(oneMoreVote.rank)}.`}
    </p>
  );
}
