import type { EditionPage } from '@paperboy/contracts';
import type { ToldPaper, Webhook } from './webhook.js';

/** The most papers of an edition in a message. */
const SHOWN = 10;
/** The most characters in a text for Slack and Discord. */
const LONGEST_TEXT = 1_900;

/** The most characters of a search, a title and an address in such a text. */
const LONGEST_SEARCH = 100;
const LONGEST_TITLE = 300;
const LONGEST_URL = 600;

/** The content of a message, before it has the format of its receiver. */
export interface News {
  /** `edition.closed`, `paper.upvoted` or `search.matched`. */
  type: string;
  title: string;
  url: string;
  papers: { id: string; title: string; url: string; upvotes: number }[];
  /** Only for an edition: its id, its period, and the number of its papers. */
  edition?: { id: string; cadence: string; period: string; papers: number };
  /** Only for a search: its text. */
  search?: string;
}

/** The message about a closed edition. */
export function newsOfEdition({ edition, items }: EditionPage, publication: string, site: string): News {
  const { id, cadence, period, papers } = edition;
  return {
    type: 'edition.closed',
    title: `${publication}: the papers of ${period}`,
    url: `${site}${pathOf(cadence, period)}`,
    edition: { id, cadence, period, papers },
    papers: items.slice(0, SHOWN).map(({ paper, upvotes }) => ({
      id: paper.id,
      title: paper.title,
      url: `${site}/papers/${paper.id}`,
      upvotes,
    })),
  };
}

/** The message about a paper that has reached the upvotes. */
export function newsOfPaper({ id, title, upvotes }: ToldPaper, publication: string, site: string): News {
  const url = `${site}/papers/${id}`;
  return {
    type: 'paper.upvoted',
    title: `${publication}: a paper with ${upvotes} ${upvotes === 1 ? 'upvote' : 'upvotes'}`,
    url,
    papers: [{ id, title, url, upvotes }],
  };
}

/** The message about new papers that a search has found. */
export function newsOfSearch(
  { search, votes }: { search: string; votes: number },
  papers: readonly ToldPaper[],
  publication: string,
  site: string,
): News {
  const count = papers.length === 1 ? 'a new paper' : `${papers.length} new papers`;
  const voted = votes > 0 ? ` with ${votes} or more upvotes` : '';
  return {
    type: 'search.matched',
    title: `${publication}: ${count}${voted} for “${shortened(search, LONGEST_SEARCH)}”`,
    url: `${site}/papers?${new URLSearchParams({ q: search, sort: 'date' })}`,
    search,
    papers: papers.map(({ id, title, upvotes }) => ({ id, title, url: `${site}/papers/${id}`, upvotes })),
  };
}

/** The body of the request, in the format of its receiver. */
export function bodyFor(format: Webhook['format'], news: News, at: Date): string {
  switch (format) {
    case 'slack':
      return JSON.stringify({ text: slackText(news), unfurl_links: false });
    case 'discord':
      return JSON.stringify({
        content: discordText(news),
        // A title of a paper must not mention users, as `@everyone` would.
        allowed_mentions: { parse: [] },
      });
    case 'json': {
      const { type, ...data } = news;
      return JSON.stringify({ type, timestamp: at.toISOString(), data });
    }
  }
}

function slackText({ title, url, papers }: News): string {
  return linesOf(
    url.length > LONGEST_URL ? `*${slackWords(title)}*` : `*<${url}|${slackWords(title)}>*`,
    papers.map(
      (paper) => `• <${paper.url}|${slackWords(shortened(paper.title, LONGEST_TITLE))}> · ${paper.upvotes}`,
    ),
  );
}

/** Escapes the three control characters of Slack (source: Slack, formatting text for app surfaces). */
function slackWords(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function discordText({ title, url, papers }: News): string {
  return linesOf(
    url.length > LONGEST_URL ? `**${discordWords(title)}**` : `**[${discordWords(title)}](<${url}>)**`,
    papers.map(
      (paper) =>
        `- [${discordWords(shortened(paper.title, LONGEST_TITLE))}](<${paper.url}>) · ${paper.upvotes}`,
    ),
  );
}

function discordWords(text: string): string {
  return text.replace(/[\\*_~`|>[\]#]/g, '\\$&');
}

/** Joins the heading and as many whole lines as fit into LONGEST_TEXT. The last line counts those that do not fit. */
function linesOf(heading: string, papers: readonly string[]): string {
  let text = heading;
  for (const [nth, line] of papers.entries()) {
    const more = `\n… and ${papers.length - nth} more`;
    const isLast = nth === papers.length - 1;
    if (text.length + line.length + 1 + (isLast ? 0 : more.length) > LONGEST_TEXT) return text + more;
    text += `\n${line}`;
  }
  return text;
}

function shortened(text: string, most: number): string {
  const signs = [...text];
  return signs.length > most ? `${signs.slice(0, most - 1).join('')}…` : text;
}

function pathOf(cadence: string, period: string): string {
  return `/papers/${cadence === 'day' ? 'date' : cadence}/${period}`;
}
