import type { SearchAnswer, SearchHit } from '@paperboy/contracts';
import { ListCard } from '../list/card.template.js';
import { counted } from '../text/number.js';
import type { OwnVote } from '../vote/own-votes.client.js';
import { stretches } from './marked.js';
import { categorySearchPath, FOUND_PER_PAGE, type SearchAddress, searchPath } from './search-address.js';

const SORTS = { relevance: 'Relevance', date: 'Newest', upvotes: 'Upvotes', trending: 'Trending' } as const;

/** What a search found. */
export interface SearchResultsProps {
  readonly query: SearchAddress;
  readonly answer: SearchAnswer;
  readonly now: Date;
  /** The papers as the reader sees them; absent for people who are not signed in. */
  readonly own?: ReadonlyMap<string, OwnVote>;
}

/** A page of the papers that a search found, in its order; and what else to try when it found none. */
export function SearchResults({ query, answer, now, own }: SearchResultsProps) {
  if (answer.total === 0) return <Nothing query={query} answer={answer} />;
  const first = query.page * FOUND_PER_PAGE;
  const inOrder = answer.v === undefined ? query : { ...query, v: answer.v };
  const back = searchPath(query.page > 0 ? inOrder : query);
  return (
    <>
      <p class="count">
        {answer.counted ? counted(answer.total, 'paper') : `More than ${counted(answer.total, 'paper')}`}
        <Sorts query={query} />
      </p>
      <Cautions query={query} answer={answer} />
      <ol class="papers found" start={first + 1}>
        {answer.hits.map((hit) => (
          <li key={hit.item.paper.id}>
            <ListCard
              item={hit.item}
              closed={false}
              now={now}
              back={back}
              own={own?.get(hit.item.paper.id)}
              toCategory={categorySearchPath}
              title={<Marked {...hit.title} />}
              abstract={<Excerpt summary={hit.summary} />}
            />
          </li>
        ))}
      </ol>
      <Pages query={inOrder} more={answer.more} />
    </>
  );
}

/** Notes on the limits of this answer, such as a filter or a search that was not complete. */
function Cautions({ query, answer }: { query: SearchAddress; answer: SearchAnswer }) {
  const cautions = [
    ...(query.date ? [`Only papers on the list of ${query.date}.`] : []),
    ...(query.trending ? ['Only papers that are trending.'] : []),
    ...(answer.partial ? ['The search took too long, so it has not looked through all papers.'] : []),
    ...(answer.orderedSince && !answer.partial
      ? [`So many papers match that those before ${answer.orderedSince.slice(0, 10)} stand after the others.`]
      : []),
    ...(answer.orderLost
      ? ['The order has changed since the page before, so a paper of that page may come again.']
      : []),
    ...(answer.numbersCurrent ? [] : ['Upvotes and comments may be out of date for the moment.']),
  ];
  return cautions.length === 0 ? null : <p class="fine">{cautions.join(' ')}</p>;
}

function Sorts({ query }: { query: SearchAddress }) {
  return (
    <nav class="sorts" aria-label="Order">
      {Object.entries(SORTS).map(([sort, name]) => (
        <a
          key={sort}
          href={searchPath({ ...query, sort: sort as SearchAddress['sort'], page: 0 })}
          aria-current={sort === query.sort ? 'true' : undefined}
        >
          {name}
        </a>
      ))}
    </nav>
  );
}

function Marked({ text, marks }: SearchHit['title']) {
  return <>{stretches(text, marks).map(shown)}</>;
}

function Excerpt({ summary: { text, marks, excerpt } }: { summary: SearchHit['summary'] }) {
  const [from, to] = excerpt;
  return (
    <>
      {from > 0 ? '… ' : ''}
      {stretches(text, marks, excerpt).map(shown)}
      {to < text.length ? ' …' : ''}
    </>
  );
}

function shown({ text, marked }: ReturnType<typeof stretches>[number], at: number) {
  return marked ? <mark key={at}>{text}</mark> : text;
}

/** Says which terms together match no paper, and offers similar searches. */
function Nothing({ query, answer }: { query: SearchAddress; answer: SearchAnswer }) {
  const wanted = answer.asked.filter(({ excluded }) => !excluded).map(({ kind, text }) => named(kind, text));
  return (
    <section class="notice">
      <h2>{query.page > 0 ? 'The search ends before this page' : 'No paper found'}</h2>
      {wanted.length > 0 && query.page === 0 ? <p>{noneWith(wanted)}</p> : null}
      <ul class="ways">
        {answer.suggestions.map(({ kind, q, word, total }) => (
          <li key={q}>
            {kind === 'spelling' ? 'Did you mean ' : `Without “${word}”: `}
            <a href={searchPath({ ...query, q, page: 0 })}>{q}</a> ({counted(total, 'paper')})
          </li>
        ))}
        <li>
          <a href="/papers">What can be searched for</a>
        </li>
        <li>
          <a href="/papers/trending">What is trending</a>
        </li>
      </ul>
    </section>
  );
}

function noneWith(wanted: readonly string[]): string {
  return wanted.length === 1
    ? `No paper here matches ${wanted[0]}.`
    : `No paper here matches all of these: ${wanted.join(', ')}.`;
}

function named(kind: SearchAnswer['asked'][number]['kind'], text: string): string {
  if (kind === 'phrase') return `the phrase “${text}”`;
  if (kind === 'category') return `the category ${text}`;
  if (kind === 'from') return `a date from ${text.slice(0, 10)} on`;
  if (kind === 'before') return `a date before ${text.slice(0, 10)}`;
  return kind === 'id' ? `the paper ${text}` : `“${text}”`;
}

function Pages({ query, more }: { query: SearchAddress; more: boolean }) {
  if (query.page === 0 && !more) return null;
  return (
    <nav class="pages" aria-label="Pages">
      {query.page > 0 ? (
        <a rel="prev" href={searchPath({ ...query, page: query.page - 1 })}>
          ← Papers before
        </a>
      ) : (
        <span />
      )}
      <span>Page {query.page + 1}</span>
      {more ? (
        <a rel="next" href={searchPath({ ...query, page: query.page + 1 })}>
          More papers →
        </a>
      ) : (
        <span />
      )}
    </nav>
  );
}
