import type { EditionPage } from '@paperboy/contracts';
import type { ToldPaper, Webhook } from './webhook.js';

/** Papers that are named of an edition. */
const SHOWN = 10;
/** What Slack and Discord take of a text. */
const LONGEST_TEXT = 1_900;

/** What a webhook is told, before it has the shape of its receiver. */
export interface News {
  /** `edition.closed` or `paper.upvoted`. */
  type: string;
  title: string;
  url: string;
  papers: { id: string; title: string; url: string; upvotes: number }[];
  /** Of an edition: its id, its period, and how many papers are on it. */
  edition?: { id: string; cadence: string; period: string; papers: number };
}

/** What is told of a closed edition. */
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

/** What is told of a paper that has the upvotes. */
export function newsOfPaper({ id, title, upvotes }: ToldPaper, publication: string, site: string): News {
  const url = `${site}/papers/${id}`;
  return {
    type: 'paper.upvoted',
    title: `${publication}: a paper with ${upvotes} ${upvotes === 1 ? 'upvote' : 'upvotes'}`,
    url,
    papers: [{ id, title, url, upvotes }],
  };
}

/** The body of the request, in the shape that its receiver takes. */
export function bodyFor(format: Webhook['format'], news: News, at: Date): string {
  switch (format) {
    case 'slack':
      return JSON.stringify({ text: slackText(news), unfurl_links: false });
    case 'discord':
      return JSON.stringify({
        content: discordText(news),
        // Nobody is called by the title of a paper.
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

/** Slack reads these three signs as its own (source: Slack, formatting text for app surfaces). */
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

/** As many whole lines as the receiver takes. */
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
