import { FEED_FORMATS, FEED_TYPES, feeds, type SearchAnswer, targetOf } from '@paperboy/contracts';
import type { FeedLink, PageContent } from '../shell/page.js';
import { SearchResults, type SearchResultsProps } from './found.template.js';
import { Narrowing } from './narrowing.template.js';
import { searchPath } from './search-address.js';

/** What a search page shows. */
export interface SearchPageProps extends Omit<SearchResultsProps, 'answer'> {
  /** Absent when there was no search, and when the text can't be read as one. */
  readonly answer?: SearchAnswer;
  /** What is wrong with the text. */
  readonly fault?: string;
}

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
        {answer ? <SearchResults {...props} answer={answer} /> : <Help />}
      </div>
      {answer?.facets && answer.total > 0 ? <Narrowing query={query} facets={answer.facets} /> : null}
    </div>
  );
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
