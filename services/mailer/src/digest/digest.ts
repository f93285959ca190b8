import { type Cadence, cleanLine, DEFAULT_CHOICES, type DigestChoices } from '@paperboy/contracts';
import { latexText } from '@paperboy/platform';
import { addDays, mondayOf, weekday } from '../due/local-date.js';
import { leavesOut, reasonsToShow } from './chosen.js';

/** A paper as an edition holds it, as far as a digest shows it. */
export interface EditionPaper {
  rank: number;
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

/** An edition as far as a digest shows it. */
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
  rank: number;
  title: string;
  url: string;
  authors: string;
  excerpt: string;
  upvotes: number;
  comments: number;
  category: string | undefined;
  /** Which of the reader's choices brought it: `category: cs.LG`. */
  why: string[];
}

/** What a digest says, the same for each of its readers. */
export interface Digest {
  publication: string;
  subject: string;
  /** What a list of mails shows behind the subject. */
  preheader: string;
  /** The period in words: `Sunday, 22 November 2026`. */
  heading: string;
  items: DigestItem[];
  /** How many papers of the edition are not in the digest. */
  more: number;
  /** The page with the whole list. */
  listUrl: string;
  /** Why the reader gets it. */
  reason: string;
  sample: boolean;
}

const EXCERPT_CHARACTERS = { first: 280, other: 190 };
/**
 * A digest with more papers than that shows those behind the first few in short, without their abstracts: mail programs
 * cut a long mail off.
 */
const MOST_IN_FULL = 20;
const FIRST_IN_FULL = 5;
const SHORT_CHARACTERS = { title: 120, authors: 60 };
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
 * Puts a digest together from the papers that its readers' choices let through, the best first. Undefined when there is
 * none, unless they want a mail nevertheless.
 */
export function digestOf(
  edition: DigestEdition,
  papers: readonly EditionPaper[],
  publication: { name: string; url: string },
  choices: DigestChoices = DEFAULT_CHOICES,
): Digest | undefined {
  const shown = papers.slice(0, choices.papers).map(readable);
  const [top, second] = shown;
  if (!top && !choices.evenWhenEmpty) return undefined;
  const total = Math.max(edition.papers, papers.length);
  // How many papers of an edition choices would let through is not known, so only those shown are counted.
  const others = (leavesOut(choices) ? shown.length : total) - 1;
  const { adjective, page } = NOUNS[edition.cadence];
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
    items: shown.map((entry, index) =>
      itemOf(entry, choices, publication.url, {
        first: index === 0,
        short: shown.length > MOST_IN_FULL && index >= FIRST_IN_FULL,
      }),
    ),
    more: total - shown.length,
    listUrl: `${publication.url}/papers/${page}/${edition.period}`,
    reason: `You get this mail because you confirmed a subscription to the ${adjective} digest of ${publication.name}.`,
    sample: edition.sample,
  };
}

function itemOf(
  entry: EditionPaper,
  choices: DigestChoices,
  publicationUrl: string,
  { first, short }: { first: boolean; short: boolean },
): DigestItem {
  const { id, title, summary, authors: people, categories } = entry.paper;
  const authors = authorsLine(people.map(({ name }) => name));
  return {
    rank: entry.rank,
    title: short ? shortened(title, SHORT_CHARACTERS.title) : title,
    url: `${publicationUrl}/papers/${id}`,
    authors: short ? shortened(authors, SHORT_CHARACTERS.authors) : authors,
    excerpt: short ? '' : shortened(summary, first ? EXCERPT_CHARACTERS.first : EXCERPT_CHARACTERS.other),
    upvotes: entry.upvotes,
    comments: entry.comments,
    category: categories?.[0],
    why: reasonsToShow(entry, choices) ?? [],
  };
}

/** What a digest says in the place of papers. */
export const NO_PAPERS = 'No paper of this time fits what you chose.';

/** Mail programs know no LaTeX: titles and abstracts are shown with its simplest forms as plain text. */
function readable<Entry extends EditionPaper>(entry: Entry): Entry {
  const { title, summary } = entry.paper;
  return { ...entry, paper: { ...entry.paper, title: latexText(title), summary: latexText(summary) } };
}

/** A text cut at the end of a word, with a sign that it goes on; white space is made even. */
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
