import { CATEGORIES, FEED_FORMATS, FEED_TYPES, feeds, LISTS, targetOf } from '@paperboy/contracts';
import { feedPath } from '../list/list-address.js';
import type { PageContent } from '../shell/page.js';
import { CADENCE_WORDS } from './edition-feed.js';
import { LIST_WORDS } from './paper-feed.js';

const FORMAT_NAMES = { rss: 'RSS', atom: 'Atom', json: 'JSON' } as const;

/** The page that lists the feeds. */
export function feedsPage(): PageContent {
  const lists = LISTS.map((list) => ({
    ...LIST_WORDS[list],
    path: (format: keyof typeof FEED_TYPES) => feedPath({ list }, format),
  }));
  const editions = Object.entries(CADENCE_WORDS).map(([cadence, { title }]) => ({
    title,
    says: `One item when the ${cadence} is over, with its first papers.`,
    path: (format: keyof typeof FEED_TYPES) => targetOf(feeds.editions, { params: { cadence, format } }),
  }));
  return {
    title: 'Feeds',
    canonical: '/feeds',
    description: 'The lists, the editions and the comments as RSS, Atom and JSON Feed.',
    feeds: lists.map(({ title, path }) => ({ title, path: path('atom'), type: FEED_TYPES.atom })),
    body: (
      <section class="notice feeds">
        <h1>Feeds</h1>
        <p>
          Read the lists in a feed reader or with a program. You need no account. A feed is at most a minute
          old.
        </p>
        <h2 class="label">Lists</h2>
        <Rows rows={lists} />
        <h2 class="label">Editions</h2>
        <Rows rows={editions} />
        <h2 class="label">A part of a list</h2>
        <ul>
          <li>
            <code>?category=cs.LG</code>: one category of arXiv
          </li>
          <li>
            <code>?submitter=ada</code>: the papers that one person submitted
          </li>
          <li>
            <code>?min_upvotes=10</code>: papers as soon as they have so many upvotes
          </li>
        </ul>
        <p>
          They can be combined: <code>/papers/day.rss?category=cs.LG&amp;min_upvotes=5</code>. The comments on
          a paper are at <code>/papers/2602.23229/comments.rss</code>, and what a search finds at{' '}
          <code>/papers/search.rss?q=neural+networks</code>.
        </p>
        <details>
          <summary>Every category</summary>
          <ul class="every">
            {CATEGORIES.map(([category, name]) => (
              <li key={category}>
                <a href={feedPath({ list: 'day', category }, 'rss')}>{category}</a> {name}
              </li>
            ))}
          </ul>
        </details>
      </section>
    ),
  };
}

interface Row {
  readonly title: string;
  readonly says: string;
  readonly path: (format: keyof typeof FEED_TYPES) => string;
}

function Rows({ rows }: { rows: readonly Row[] }) {
  return (
    <ul>
      {rows.map(({ title, says, path }) => (
        <li key={title}>
          {title}:{' '}
          {FEED_FORMATS.map((format, at) => (
            <>
              {at > 0 ? ', ' : ''}
              <a href={path(format)}>
                <span class="hidden">{title} as </span>
                {FORMAT_NAMES[format]}
              </a>
            </>
          ))}
          <br />
          <span class="fine">{says}</span>
        </li>
      ))}
    </ul>
  );
}
