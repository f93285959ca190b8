import { type Cadence, cleanLine, DEFAULT_CHOICES, type DigestChoices } from '@paperboy/contracts';
import { latexText } from '@paperboy/platform';
import { addDays, mondayOf, weekday } from '../due/local-date.js';
import { leavesOut, reasonsToShow } from './chosen.js';

/** The part of a paper that a digest shows. */
export interface DigestPaper {
  upvotes: number;
  comments: number;
  paper: {
    id: string;
    title: string;
    summary: string;
    authors: readonly { name: string }[];
    categories?: readonly string[] | undefined;
  };
}

/** A paper as an edition holds it. */
export interface EditionPaper extends DigestPaper {
  rank: number;
}

/** What keywords and authors found beyond the edition. */
export interface Matches {
  /** The papers of the separate section. */
  papers: readonly DigestPaper[];
  /** By paper id, also for papers of the edition: the keywords and authors that found it. */
  reasons: ReadonlyMap<string, readonly string[]>;
}

/** The part of an edition that a digest shows. */
export interface DigestEdition {
  id: string;
  cadence: Cadence;
  /** `2026-11-22`, `2026-W47` or `2026-11`. */
  period: string;
  papers: number;
  sample: boolean;
}

/** One paper of a digest, ready to be shown. */
export interface DigestItem {
  /** Its place in the edition. Absent for a paper that only keywords or authors found. */
  rank?: number;
  id: string;
  title: string;
  url: string;
  authors: string;
  excerpt: string;
  upvotes: number;
  comments: number;
  category: string | undefined;
  /** The reader's choices that brought it, such as `category: cs.LG`. */
  why: string[];
}

/** The content of a digest, the same for each of its readers. */
export interface Digest {
  publication: string;
  subject: string;
  /** The text that mail programs show after the subject in the list of mails. */
  preheader: string;
  /** The period in words: `Sunday, 22 November 2026`. */
  heading: string;
  items: DigestItem[];
  /** New papers of the period that keywords and authors found. */
  matches: DigestItem[];
  /** How many papers of the edition are not in the digest. */
  more: number;
  /** The page with the whole list. */
  listUrl: string;
  /** Why the reader gets it. */
  reason: string;
  sample: boolean;
}

/** The links of a mail that differ for each reader. */
export interface ReaderLinks {
  /** Shows the same in the browser. */
  browser: string;
  /** With `/` and the id of a paper it leads to a button that casts a vote. */
  vote: string;
  /** Leads to a button that ends the subscription, and can do nothing else. */
  unsubscribe: string;
  /** Opens the settings for some weeks. */
  settings: string;
}

/** The links of a digest on a page of the site. */
export interface PageLinks {
  /** As in a mail. Absent on the page of an edition, which is for everyone. */
  vote?: string;
  subscribe: string;
}

/** The links of a digest for which its own token is the proof. */
export function digestLinks(
  publicationUrl: string,
  token: string,
  editionId: string,
): Pick<ReaderLinks, 'browser' | 'vote'> {
  const ofReader = `${publicationUrl}/u/${token}`;
  return { browser: `${ofReader}/mail/${editionId}`, vote: `${ofReader}/vote/${editionId}` };
}

/** The link to vote for a paper. Old ids hold a slash. */
export function voteLink(vote: string, paperId: string): string {
  return `${vote}/${encodeURIComponent(paperId)}`;
}

/** The heading of the papers that keywords and authors found. */
export const MATCHES_HEADING = 'New, with your keywords and authors';

const NO_MATCHES: Matches = { papers: [], reasons: new Map() };
const EXCERPT_CHARACTERS = { first: 280, other: 190 };
/**
 * A digest with more papers shows only the first few of each section in full, and the others without their abstracts.
 * Mail programs would cut off a longer mail.
 */
const MOST_IN_FULL = 20;
/** The limit for both sections together. Papers that keywords and authors find replace the last ones of the edition. */
const MOST_WITH_MATCHES = 45;
const FIRST_IN_FULL = { papers: 5, matches: 2 };
const SHORT_CHARACTERS = { title: 110, authors: 60, why: 80 };
const SUBJECT_TITLE_CHARACTERS = 70;
const NAMED_AUTHORS = 2;
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const DAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');
const NOUNS: Record<Cadence, { adjective: string; page: string }> = {
  day: { adjective: 'daily', page: 'date' },
  week: { adjective: 'weekly', page: 'week' },
  month: { adjective: 'monthly', page: 'month' },
};

/**
 * Makes a digest of the papers that fit its readers' choices, the best first, and of those that keywords and authors
 * found. Undefined when there is no paper, unless the readers want a mail even then.
 */
export function digestOf(
  edition: DigestEdition,
  papers: readonly EditionPaper[],
  publication: { name: string; url: string },
  choices: DigestChoices = DEFAULT_CHOICES,
  matches: Matches = NO_MATCHES,
): Digest | undefined {
  const room = matches.papers.length === 0 ? choices.papers : MOST_WITH_MATCHES - matches.papers.length;
  const ranked = papers.slice(0, Math.min(choices.papers, room)).map(readable);
  const matched = matches.papers.map(readable);
  const shown: DigestPaper[] = [...ranked, ...matched];
  const [top, second] = shown;
  if (!top && !choices.evenWhenEmpty) return undefined;
  const total = Math.max(edition.papers, papers.length);
  // With a filter, the number of fitting papers in the edition is not known, so only those shown are counted.
  const others = (leavesOut(choices) ? shown.length : Math.max(total, shown.length)) - 1;
  const { adjective, page } = NOUNS[edition.cadence];
  const item = (
    entry: DigestPaper,
    { index, inFull, first }: { index: number; inFull: number; first: boolean },
    why: readonly string[],
  ) =>
    itemOf(entry, [...why, ...(matches.reasons.get(entry.paper.id) ?? [])], publication.url, {
      first,
      short: shown.length > MOST_IN_FULL && index >= inFull,
    });
  const andMore =
    others === 0 ? '' : `, and ${others.toLocaleString('en')} more ${others === 1 ? 'paper' : 'papers'}`;
  return {
    publication: publication.name,
    subject: top
      ? `${shortened(top.paper.title, SUBJECT_TITLE_CHARACTERS)}${andMore} · ${shortPeriod(edition)}`
      : `No papers for you · ${shortPeriod(edition)}`,
    preheader: second
      ? `Then: ${shortened(second.paper.title, 90)}`
      : shortened(top?.paper.summary ?? NO_PAPERS, 110),
    heading: longPeriod(edition),
    items: ranked.map((entry, index) => ({
      rank: entry.rank,
      ...item(
        entry,
        { index, inFull: FIRST_IN_FULL.papers, first: index === 0 },
        reasonsToShow(entry, choices) ?? [],
      ),
    })),
    matches: matched.map((entry, index) =>
      item(entry, { index, inFull: FIRST_IN_FULL.matches, first: ranked.length + index === 0 }, []),
    ),
    more: total - ranked.length,
    listUrl: `${publication.url}/papers/${page}/${edition.period}`,
    reason: `You get this mail because you confirmed a subscription to the ${adjective} digest of ${publication.name}.`,
    sample: edition.sample,
  };
}

function itemOf(
  entry: DigestPaper,
  why: string[],
  publicationUrl: string,
  { first, short }: { first: boolean; short: boolean },
): DigestItem {
  const { id, title, summary, authors: people, categories } = entry.paper;
  const authors = authorsLine(people.map(({ name }) => name));
  return {
    id,
    title: short ? shortened(title, SHORT_CHARACTERS.title) : title,
    url: `${publicationUrl}/papers/${id}`,
    authors: short ? shortened(authors, SHORT_CHARACTERS.authors) : authors,
    excerpt: short ? '' : shortened(summary, first ? EXCERPT_CHARACTERS.first : EXCERPT_CHARACTERS.other),
    upvotes: entry.upvotes,
    comments: entry.comments,
    category: categories?.[0],
    why: short ? [shortened(why.join(', '), SHORT_CHARACTERS.why)].filter(Boolean) : why,
  };
}

/** The number in "the other papers". 0 for a digest that shows none, since there are no others then. */
export function othersOf({ items, matches, more }: Digest): number {
  return items.length + matches.length === 0 ? 0 : more;
}

/** The text of a digest without papers. */
export const NO_PAPERS = 'No paper of this time fits what you chose.';

/** Turns simple LaTeX in title and abstract into plain text, since mail programs can't show LaTeX. */
function readable<Entry extends DigestPaper>(entry: Entry): Entry {
  const { title, summary } = entry.paper;
  return { ...entry, paper: { ...entry.paper, title: latexText(title), summary: latexText(summary) } };
}

/** Cuts a text at the end of a word and adds an ellipsis. Runs of white space become single spaces. */
export function shortened(text: string, characters: number): string {
  const even = cleanLine(text);
  if (even.length <= characters) return even;
  const cut = even.slice(0, characters);
  // A text without spaces, as in Chinese, is cut where it is, but never inside a surrogate pair.
  const end = /\s/.test(even.charAt(characters)) ? characters : cut.lastIndexOf(' ');
  const kept = end > characters / 2 ? cut.slice(0, end) : cut.replace(/[\uD800-\uDBFF]$/, '');
  return `${kept.replace(/[\s,.;:–—-]+$/, '')}…`;
}

/** The first authors by name and the others by number: `Ada Lovelace, Emmy Noether and 5 more`. */
export function authorsLine(names: readonly string[]): string {
  if (names.length <= NAMED_AUTHORS + 1) return listed(names);
  return `${names.slice(0, NAMED_AUTHORS).join(', ')} and ${(names.length - NAMED_AUTHORS).toLocaleString('en')} more`;
}

/** A number with its noun: `1 upvote`, `1,204 upvotes`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function longPeriod({ cadence, period }: DigestEdition): string {
  if (cadence === 'day') return `${DAYS[weekday(period) - 1]}, ${dayAndMonth(period)} ${period.slice(0, 4)}`;
  if (cadence === 'month') return `${MONTHS[Number(period.slice(5)) - 1]} ${period.slice(0, 4)}`;
  const monday = mondayOf(period);
  const sunday = addDays(monday, 6);
  return `Week ${Number(period.slice(6))}, ${dayAndMonth(monday)} to ${dayAndMonth(sunday)} ${sunday.slice(0, 4)}`;
}

function shortPeriod({ cadence, period }: DigestEdition): string {
  if (cadence === 'day') return dayAndMonth(period);
  return cadence === 'week' ? `week ${Number(period.slice(6))}` : `${MONTHS[Number(period.slice(5)) - 1]}`;
}

function dayAndMonth(date: string): string {
  return `${Number(date.slice(8))} ${MONTHS[Number(date.slice(5, 7)) - 1]}`;
}
