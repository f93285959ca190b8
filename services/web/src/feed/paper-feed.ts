import { createHash } from 'node:crypto';
import {
  FEED_NAMES,
  type FeedQuery,
  type ListAnswer,
  type ListName,
  type SavedPaper,
} from '@paperboy/contracts';
import { latexText } from '@paperboy/platform';
import { placesOf } from '../text/paper-places.js';
import { byDate, type Feed, type FeedItem, htmlLink, htmlText, NEVER, newest, tagUri } from './feed.js';

type Item = ListAnswer['items'][number];

/** How many items a feed has at most. */
export const MOST_ITEMS = 100;
/** How many authors are named. The others are given as a number, since a collaboration has thousands. */
const AUTHORS_NAMED = 30;

/** The publication and the addresses of a feed. */
export interface FeedAddress {
  readonly publication: string;
  readonly publicUrl: string;
  /** Path and query of the feed. */
  readonly path: string;
  /** Path and query of the page that shows the same. */
  readonly page: string;
}

/** The feed of a list, with the papers that match `query`. */
export function paperFeed(
  list: ListName,
  query: FeedQuery,
  papers: readonly Item[],
  place: FeedAddress,
): Feed {
  const title = titleOf(list, query, papers);
  return feedOf(chosen(papers, query), { title, says: LIST_WORDS[list].says }, place);
}

/** The feed of a search. */
export function searchFeed(q: string, papers: readonly Item[], place: FeedAddress): Feed {
  const says = `The newest papers that are found for “${q}”.`;
  return feedOf(papers, { title: `Search for “${q}”`, says }, place);
}

/** The feed of what a person saved, dated by the saving. Its id is a hash, so that it does not reveal its address. */
export function savedFeed(papers: readonly SavedPaper[], place: FeedAddress): Feed {
  const words = { title: 'Saved papers', says: 'The papers that you saved.' };
  const name = createHash('sha256').update(withoutFormat(place.path)).digest('base64url').slice(0, 22);
  const feed = feedOf(papers, words, place);
  const savedAt = new Map(
    papers.map((item) => [tagUri(place.publicUrl, `paper/${item.paper.id}`), item.savedAt]),
  );
  const items = byDate(
    feed.items.map((item) => {
      const at = savedAt.get(item.id) ?? item.published;
      return { ...item, published: at, updated: at };
    }),
  );
  const updated = newest(
    items.map((item) => item.updated),
    NEVER,
  );
  return { ...feed, id: tagUri(place.publicUrl, `feed/saved/${name}`), items, updated };
}

function feedOf(papers: readonly Item[], words: { title: string; says: string }, place: FeedAddress): Feed {
  const { publication, publicUrl, path, page } = place;
  const items = byDate(papers.map((item) => paperItem(item, publicUrl)));
  return {
    id: tagUri(publicUrl, `feed${withoutFormat(path)}`),
    title: `${publication}: ${words.title}`,
    description: `${words.says} Ranked by the readers of ${publication}.`,
    page: `${publicUrl}${page}`,
    self: `${publicUrl}${path}`,
    publication,
    updated: newest(
      items.map(({ updated }) => updated),
      NEVER,
    ),
    items,
  };
}

/** The papers with enough upvotes, each once, at most `MOST_ITEMS`. On a closed list the current upvotes decide. */
export function chosen(papers: readonly Item[], { min_upvotes: least = 0 }: FeedQuery): Item[] {
  const once = new Map<string, Item>();
  for (const item of papers) {
    const enough = (item.liveUpvotes ?? item.paper.upvotes) >= least;
    if (enough && !once.has(item.paper.id)) once.set(item.paper.id, item);
  }
  return [...once.values()].slice(0, MOST_ITEMS);
}

/** A paper as an item: dated by its submission. */
export function paperItem({ paper, publishedAt, sample }: Item, publicUrl: string): FeedItem {
  const url = `${publicUrl}/papers/${paper.id}`;
  const { label, page, pdf } = placesOf({ id: paper.id, sample });
  const summary = latexText(paper.summary);
  const authors = paper.authors.map(({ name }) => latexText(name));
  const links = [
    htmlLink(url, 'Votes and comments'),
    ...(page === undefined ? [] : [htmlLink(page, label)]),
    ...(pdf === undefined ? [] : [htmlLink(pdf, 'PDF')]),
  ];
  const html = [
    ...(sample ? ['<p><em>A sample: this paper is invented.</em></p>'] : []),
    ...(paper.withdrawnAt === undefined ? [] : ['<p><strong>Withdrawn by its authors.</strong></p>']),
    `<p>${htmlText(named(authors))}</p>`,
    `<p>${htmlText(summary)}</p>`,
    `<p>${links.join(' · ')}</p>`,
  ];
  return {
    id: tagUri(publicUrl, `paper/${paper.id}`),
    url,
    ...(page === undefined ? {} : { about: page }),
    title: latexText(paper.title),
    summary,
    html: html.join('\n'),
    authors: authors.length > AUTHORS_NAMED ? [named(authors)] : authors,
    categories: paper.categories,
    published: publishedAt,
    updated: publishedAt,
  };
}

function named(authors: readonly string[]): string {
  const more = authors.length - AUTHORS_NAMED;
  const shown = authors.slice(0, AUTHORS_NAMED).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** The title and the description of each list. */
export const LIST_WORDS: Readonly<Record<ListName, { title: string; says: string }>> = {
  day: { title: 'Papers of the day', says: 'The papers of the day and of the day before.' },
  week: { title: 'Papers of the week', says: 'The papers of the week and of the week before.' },
  month: { title: 'Papers of the month', says: 'The papers of the month and of the month before.' },
  trending: { title: 'Trending papers', says: 'The papers that are trending now.' },
  new: { title: 'New papers', says: 'The papers that arrived last.' },
};

function titleOf(
  list: ListName,
  { category, submitter, min_upvotes: least }: FeedQuery,
  papers: readonly Item[],
): string {
  const name = papers.find(({ submittedBy }) => submittedBy?.user === submitter)?.submittedBy?.fullname;
  const parts = [
    LIST_WORDS[list].title,
    ...(category === undefined ? [] : [`in ${category}`]),
    ...(submitter === undefined
      ? []
      : [
          FEED_NAMES.has(submitter)
            ? `from ${FEED_NAMES.get(submitter)}`
            : `submitted by ${name ?? submitter}`,
        ]),
    ...(least === undefined ? [] : [least === 1 ? 'with an upvote' : `with ${least} upvotes or more`]),
  ];
  return parts.join(' ');
}

/** The path without the ending, so that the three formats of a feed have one id. */
function withoutFormat(path: string): string {
  return path.replace(/\.[a-z]+(?=\?|$)/, '');
}
