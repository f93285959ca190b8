import { ownNameOf, paperIdOf } from '@paperboy/contracts';

const ID = /(?:^|[/:]|arxiv\.)(\d{4}\.\d{4,5}|([a-z]+(?:-[a-z]+)*)(\.[a-z]{2})?\/(\d{7}))(v[1-9]\d{0,2})?$/i;
/** What may stand before an id: nothing, `arXiv:`, arXiv's prefix of DOIs, or an address. */
const BEFORE =
  /^(?:arxiv:?\s*|(?:doi:?\s*)?10\.48550\/arxiv\.|(?:https?:\/\/)?[\w-]+(?:\.[\w-]+)*(?::\d+)?\/\S*)?$/i;
const ADDRESS = /^(?:https?:\/\/|[\w-]+(?:\.[\w-]+)+(?::\d+)?\/|localhost[:/])/i;
/** Signs that people paste around a reference, and the dot or comma behind it. */
const AROUND = /^[\s<([{"'\u201c\u201d]+|[\s>)\]}"'\u201c\u201d.,;]+$/g;
/** A reference within a text that says that it is one: `arXiv:…`, an address at arXiv, or the title of its pages. */
const WITHIN =
  /(?:arxiv:\s?|(?:https?:\/\/)?(?:[\w-]+\.)?arxiv\.org\/(?:abs|pdf|html)\/|10\.48550\/arxiv\.|^\s*\[(?=[^\]\s]+\]\s))((?:\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)*(?:\.[a-z]{2})?\/\d{7})(?:v[1-9]\d{0,2})?)(?!\d)(?:\.pdf)?\]?(?:\s*\[[\w.-]{1,30}\])?/gi;

/** A paper that a text names, and the text without its name. */
export interface CitedPaper {
  readonly id: string;
  /** The other words, in their places; the whole text if there are none. */
  readonly rest: string;
}

/** The paper that a text names: alone, or once and as a reference among other words, such as its title. */
export function citedPaper(text: string): CitedPaper | undefined {
  const alone = arxivReference(text);
  if (alone !== undefined) return { id: alone, rest: text };
  const named = [...text.matchAll(WITHIN)];
  const [one] = named;
  const id = one?.[1] === undefined || named.length > 1 ? undefined : arxivReference(one[1]);
  if (one === undefined || id === undefined) return undefined;
  const rest = text.slice(0, one.index) + ' '.repeat(one[0].length) + text.slice(one.index + one[0].length);
  return { id, rest: /\p{L}/u.test(rest) ? rest : text };
}

/**
 * The id of the paper that a text names, if the text holds nothing else. The text may be an id of an own source, an
 * arXiv id with or without version, `arXiv:…`, a DOI of arXiv, or the address of a page about the paper at any site
 * whose paths end with the id.
 */
export function arxivReference(text: string): string | undefined {
  const plain = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim();
  if (ownNameOf(plain) !== undefined) return paperIdOf(plain);
  const written = unescaped(plain)
    .replace(/(?<=\S)\s*\[[\w.-]{1,30}\]$/, '')
    .replace(AROUND, '')
    .replace(/[?#].*$/s, '')
    .replace(/\/$/, '')
    .replace(/\.(?:pdf|md)$/i, '');
  const found = ID.exec(written) ?? ID.exec(written.replace(/^arxiv\s+/i, 'arXiv:'));
  if (!found) return undefined;
  const [matched, id = '', archive, subject = '', number] = found;
  const whole = found.input;
  const before = whole.slice(0, whole.length - matched.length) + matched.slice(0, matched.indexOf(id));
  if (before !== '' && !(BEFORE.test(before) && (ADDRESS.test(before) || /arxiv[.:]\s*$/i.test(before))))
    return undefined;
  return paperIdOf(archive === undefined ? id : `${archive.toLowerCase()}${subject.toUpperCase()}/${number}`);
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    // The text holds a percent sign that is no escape sequence.
    if (error instanceof URIError) return text;
    throw error;
  }
}
