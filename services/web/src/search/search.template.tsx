import {
  categoryName,
  FEED_FORMATS,
  FEED_TYPES,
  feeds,
  type SearchAnswer,
  type SearchHit,
  targetOf,
} from '@paperboy/contracts';
import { ListCard } from '../list/card.template.js';
import type { FeedLink, PageContent } from '../shell/page.js';
import { counted, numberText } from '../text/number.js';
import type { OwnVote } from '../vote/own-votes.client.js';
import { stretches } from './marked.js';
import {
  categorySearchPath,
  FOUND_PER_PAGE,
  type SearchAddress,
  searchPath,
  withTerm,
} from './search-address.js';

/** What a search page shows. */
export interface SearchPageProps {
  readonly query: SearchAddress;
  /** Absent when there was no search, and when the text can't be read as one. */
  readonly answer?: SearchAnswer;
  /** What is wrong with the text. */
  readonly fault?: string;
  readonly now: Date;
  /** The papers as the reader sees them; absent for people who are not signed in. */
  readonly own?: ReadonlyMap<string, OwnVote>;
}

const SORTS = { relevance: 'Relevance', date: 'Newest', upvotes: 'Upvotes', trending: 'Trending' } as const;
const CATEGORIES_SHOWN = 12;
const YEARS_SHOWN = 8;

/** The page of a search. */
export function searchPage({ query: asked, ...props }: SearchPageProps): PageContent {
  const { answer } = props;
  // Only the links to the next and previous page need the order.
  const { v: _v, ...query } = asked;
  return {
    title: query.q === '' ? 'Search' : `${query.q.slice(0, 80)} · Search`,
    canonical: searchPath(query),
    unlisted: true,
    feeds: answer === undefined ? [] : feedsOf(query.q),
    sample: answer?.hits.some(({ item }) => item.sample === true) ?? false,
    body: <SearchBody {...props} query={query} />,
  };
}

/** The newest papers that the search finds, as feeds. */
function feedsOf(q: string): FeedLink[] {
  return FEED_FORMATS.map((format) => ({
    title: `${q.slice(0, 80)} (${format.toUpperCase()})`,
    path: targetOf(feeds.search, { params: { format }, query: { q } }),
    type: FEED_TYPES[format],
  }));
}

function SearchBody(props: SearchPageProps) {
  const { query, answer, fault } = props;
  return (
    <div class="sheet">
      <header class="top">
        <h1>Search</h1>
        <form class="search" action="/papers" data-live>
          <label for="q" class="hidden">
            Search all papers
          </label>
          <input
            id="q"
            name="q"
            type="search"
            value={query.q}
            maxLength={300}
            placeholder="large neural networks"
            autoComplete="off"
            aria-describedby={fault ? 'fault' : undefined}
          />
          {query.sort === 'relevance' ? null : <input type="hidden" name="sort" value={query.sort} />}
          {query.date ? <input type="hidden" name="date" value={query.date} /> : null}
          {query.trending ? <input type="hidden" name="trending" value="true" /> : null}
          <button type="submit">Search</button>
        </form>
      </header>
      <div class="main" id="found" aria-live="polite">
        {fault ? (
          <p class="error" id="fault" role="alert">
            {fault}
          </p>
        ) : null}
        {answer ? <Found {...props} answer={answer} /> : <Help />}
      </div>
      {answer?.facets && answer.total > 0 ? <Rail query={query} facets={answer.facets} /> : null}
    </div>
  );
}

function Found({ query, answer, now, own }: SearchPageProps & { answer: SearchAnswer }) {
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
    ...(answer.partial ? ['This took too long, so that not all papers were looked through.'] : []),
    ...(answer.orderedSince && !answer.partial
      ? [`Papers before ${answer.orderedSince.slice(0, 10)} stand after the others: so many match.`]
      : []),
    ...(answer.orderLost
      ? [
          'The papers have moved on since the page before: this is their order of now, in which one may come again.',
        ]
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
      {wanted.length > 0 ? <p>Every paper that is found holds all of this: {wanted.join(', ')}.</p> : null}
      <ul class="ways">
        {answer.suggestions.map(({ kind, q, word, total }) => (
          <li key={q}>
            {kind === 'spelling' ? 'Did you mean ' : `Without “${word}”: `}
            <a href={searchPath({ ...query, q, page: 0 })}>{q}</a> ({counted(total, 'paper')})
          </li>
        ))}
        <li>
          <a href="/papers/trending">What is trending</a>
        </li>
      </ul>
    </section>
  );
}

function named(kind: SearchAnswer['asked'][number]['kind'], text: string): string {
  if (kind === 'phrase') return `the phrase “${text}”`;
  if (kind === 'category') return `the category ${text}`;
  if (kind === 'from') return `published since ${text.slice(0, 10)}`;
  if (kind === 'before') return `published before ${text.slice(0, 10)}`;
  return kind === 'id' ? `the paper ${text}` : `“${text}”`;
}

function Help() {
  return (
    <section class="notice">
      <h2>What can be searched for</h2>
      <dl class="syntax">
        <dt>large neural networks</dt>
        <dd>papers with all of these words, in any form; first those with the very phrase</dd>
        <dt>“graph rewriting”</dt>
        <dd>these words side by side</dd>
        <dt>attention -vision</dt>
        <dd>the first word without the second</dd>
        <dt>author:Noether title:symmetry</dt>
        <dd>words in the authors, the title or the abstract</dd>
        <dt>cat:cs.LG, cat:math.*</dt>
        <dd>papers of a category, or of all in a field</dd>
        <dt>from:2025-06 to:2026</dt>
        <dd>published in this time: a year, a month or a day</dd>
        <dt>2611.01234 or an address at arXiv</dt>
        <dd>that paper</dd>
      </dl>
    </section>
  );
}

function Rail({ query, facets }: { query: SearchAddress; facets: NonNullable<SearchAnswer['facets']> }) {
  return (
    <aside class="rail facets" aria-label="Narrow the search">
      <nav aria-labelledby="by-category">
        <h2 id="by-category" class="label">
          Categories
        </h2>
        <ul>
          {facets.categories.slice(0, CATEGORIES_SHOWN).map(({ category, papers }) => (
            <Facet
              key={category}
              href={searchPath(withTerm(query, `cat:${category}`))}
              name={categoryName(category) ?? category}
              papers={papers}
            />
          ))}
        </ul>
      </nav>
      <nav aria-labelledby="by-year">
        <h2 id="by-year" class="label">
          Years
        </h2>
        <ul>
          {facets.years.slice(0, YEARS_SHOWN).map(({ year, papers }) => (
            <Facet
              key={year}
              href={searchPath(withTerm(query, `from:${year} to:${year}`))}
              name={String(year)}
              papers={papers}
            />
          ))}
        </ul>
      </nav>
      <nav aria-label="Other limits">
        <ul>
          <li>
            <a href={searchPath({ ...query, trending: !query.trending, page: 0 })}>
              {query.trending ? 'Also papers that are not trending' : 'Only trending papers'}
            </a>
          </li>
        </ul>
        <p class="fine">Counted among the newest {counted(facets.of, 'paper')} found.</p>
      </nav>
    </aside>
  );
}

function Facet({ href, name, papers }: { href: string; name: string; papers: number }) {
  return (
    <li>
      <a href={href}>{name}</a> <span class="fine">{numberText(papers)}</span>
    </li>
  );
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
