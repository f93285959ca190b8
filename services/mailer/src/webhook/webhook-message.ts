import type { EditionPage } from '@paperboy/contracts';
import type { ToldPaper, Webhook } from './webhook.js';

/** The most papers of an edition in a message. */
const SHOWN = 10;
/** The most characters in a text for Slack and Discord. */
const LONGEST_TEXT = 1_900;

/** The content of a message, before it has the format of its receiver. */
export interface News {
  /** `edition.closed` or `paper.upvoted`. */
  type: string;
  title: string;
  url: string;
  papers: { id: string; title: string; url: string; upvotes: number }[];
  /** Only for an edition: its id, its period, and the number of its papers. */
  edition?: { id: string; cadence: string; period: string; papers: number };
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
  return linesOf([
    `*<${url}|${slackWords(title)}>*`,
    ...papers.map((paper) => `• <${paper.url}|${slackWords(paper.title)}> · ${paper.upvotes}`),
  ]);
}

/** Escapes the three control characters of Slack (source: Slack, formatting text for app surfaces). */
function slackWords(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function discordText({ title, url, papers }: News): string {
  return linesOf([
    `**[${discordWords(title)}](<${url}>)**`,
    ...papers.map((paper) => `- [${discordWords(paper.title)}](<${paper.url}>) · ${paper.upvotes}`),
  ]);
}

function discordWords(text: string): string {
  return text.replace(/[\\*_~`|>[\]#]/g, '\\$&');
}

/** Joins as many whole lines as fit into LONGEST_TEXT. */
function linesOf(lines: readonly string[]): string {
  let text = '';
  for (const line of lines) {
    if (text.length + line.length + 1 > LONGEST_TEXT) break;
    text += text === '' ? line : `\n${line}`;
  }
  return text;
}

function pathOf(cadence: string, period: string): string {
  return `/papers/${cadence === 'day' ? 'date' : cadence}/${period}`;
}
