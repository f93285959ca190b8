import { type Author, type CatalogPaper } from '@paperboy/contracts';
import { latexText } from '@paperboy/platform';
import { placesOf } from '../text/paper-places.js';

/** Particles that belong to the surname which follows them. */
const PARTICLES = /^(?:al|bin|da|de|del|della|den|der|di|dos|du|el|la|le|ten|ter|van|von|zu|zur)$/;
const SUFFIX = /^(?:Jr|Sr)\.?$|^(?:II|III|IV)$/;

/** A paper for reference managers (RIS): plain text, one field a line. */
export function ris(paper: CatalogPaper): string {
  const { label, page, pdf } = placesOf(paper);
  const day = paper.publishedAt.slice(0, 10).replaceAll('-', '/');
  const fields: [tag: string, value: string | undefined][] = [
    ['TY', 'UNPB'],
    ['TI', latexText(paper.title)],
    ...paper.authors.map((author): [string, string] => ['AU', nameOf(author)]),
    ['PY', day.slice(0, 4)],
    ['DA', day],
    ['AB', latexText(paper.summary)],
    ['DO', paper.doi],
    ['UR', page],
    ['PB', pdf === undefined ? undefined : 'arXiv'],
    ['AN', paper.sample ? undefined : label],
    ['N1', paper.journalRef],
    ...paper.categories.map((category): [string, string] => ['KW', category]),
  ];
  const lines = fields
    .filter((field): field is [string, string] => field[1] !== undefined && field[1] !== '')
    .map(([tag, value]) => `${tag}  - ${value.replace(/\s+/g, ' ').trim()}\r\n`);
  return `${lines.join('')}ER  - \r\n`;
}

/** `Moss, Tom, Jr.`: the parts that the source gives, or else those that the whole name seems to have. */
function nameOf({ name, family, given, suffix }: Author): string {
  const parts = [family, given, suffix].flatMap((part) => (part === undefined ? [] : [latexText(part)]));
  const isWhole = family === undefined || parts.some((part) => part.includes(','));
  return isWhole ? surnameFirst(latexText(name)) : parts.join(', ');
}

/** `Lindqvist, Ada`; a name of several words that is no person's, such as a collaboration's, stays as it is. */
export function surnameFirst(name: string): string {
  const words = name.split(' ').filter(Boolean);
  if (words.length < 2 || /collaboration|team|group|consortium|,/i.test(name)) return name;
  const suffix = SUFFIX.test(words.at(-1) ?? '') ? words.pop() : undefined;
  let first = words.length - 1;
  while (first > 1 && PARTICLES.test(words[first - 1] ?? '')) first -= 1;
  const parts = [words.slice(first).join(' '), words.slice(0, first).join(' '), suffix];
  return parts.filter(Boolean).join(', ');
}
