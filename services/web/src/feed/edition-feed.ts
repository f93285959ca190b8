import type { Cadence, EditionPage } from '@paperboy/contracts';
import { latexText } from '@paperboy/platform';
import { dayText, monthText, weekText } from '../text/day.js';
import { byDate, type Feed, htmlLink, htmlText, NEVER, newest, tagUri } from './feed.js';

/** How many papers an item names at most. */
export const PAPERS_NAMED = 20;

/** The title, page folder and period format of each cadence's feed. */
export const CADENCE_WORDS: Readonly<
  Record<Cadence, { title: string; path: string; one: (period: string) => string }>
> = {
  day: { title: 'Daily edition', path: 'date', one: (period) => dayText(period, new Date(0)) },
  week: { title: 'Weekly edition', path: 'week', one: (period) => weekText(period, new Date(0)) },
  month: { title: 'Monthly edition', path: 'month', one: monthText },
};

/** The editions of a cadence as a feed: one item an edition, for those who want one a day. */
export function editionFeed(
  cadence: Cadence,
  editions: readonly EditionPage[],
  place: { readonly publication: string; readonly publicUrl: string; readonly path: string },
): Feed {
  const { publication, publicUrl, path } = place;
  const { title, path: folder, one } = CADENCE_WORDS[cadence];
  const items = byDate(
    editions.map(({ edition, items: papers }) => {
      const page = `${publicUrl}/papers/${folder}/${edition.period}`;
      return {
        id: tagUri(publicUrl, `edition/${edition.id}`),
        url: page,
        title: `${title}, ${one(edition.period)}`,
        summary: papers.map(({ rank, paper }) => `${rank}. ${latexText(paper.title)}`).join('\n'),
        html: `<ol>${papers.map((entry) => paperLine(entry, publicUrl)).join('\n')}</ol>\n<p>${htmlLink(page, `All ${edition.papers}`)}</p>`,
        authors: [],
        categories: [],
        published: edition.closedAt,
        updated: edition.closedAt,
      };
    }),
  );
  return {
    id: tagUri(publicUrl, `feed/editions/${cadence}`),
    title: `${publication}: ${title.toLowerCase()}`,
    description: `The first papers of each ${cadence}, as its readers ranked them when it was over.`,
    page: `${publicUrl}/`,
    self: `${publicUrl}${path}`,
    publication,
    updated: newest(
      items.map(({ updated }) => updated),
      NEVER,
    ),
    items,
  };
}

function paperLine({ paper, upvotes }: EditionPage['items'][number], publicUrl: string): string {
  const [first = ''] = paper.authors.map(({ name }) => latexText(name));
  const authors = paper.authors.length > 1 ? `${first} and others` : first;
  const link = htmlLink(`${publicUrl}/papers/${paper.id}`, latexText(paper.title));
  return `<li>${link}<br>${htmlText(authors)} · ${upvotes === 1 ? '1 upvote' : `${upvotes} upvotes`}</li>`;
}
