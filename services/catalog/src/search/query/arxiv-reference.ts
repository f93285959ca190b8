import { ownNameOf, paperIdOf } from '@paperboy/contracts';

const ID = /(?:^|[/:]|arxiv\.)(\d{4}\.\d{4,5}|([a-z]+(?:-[a-z]+)*)(\.[a-z]{2})?\/(\d{7}))(v[1-9]\d{0,2})?$/i;
/** What may stand before an id: nothing, `arXiv:`, arXiv's prefix of DOIs, or an address. */
const BEFORE =
  /^(?:arxiv:\s*|(?:doi:\s*)?10\.48550\/arxiv\.|(?:https?:\/\/)?[\w-]+(?:\.[\w-]+)*(?::\d+)?\/\S*)?$/i;
const ADDRESS = /^(?:https?:\/\/|[\w-]+(?:\.[\w-]+)+(?::\d+)?\/|localhost[:/])/i;

/**
 * The id of the paper that a text names, if the text holds nothing else. The text may be an id of an own source, an
 * arXiv id with or without version, `arXiv:…`, a DOI of arXiv, or the address of a page about the paper at any site
 * whose paths end with the id.
 */
export function arxivReference(text: string): string | undefined {
  if (ownNameOf(text.trim()) !== undefined) return paperIdOf(text.trim());
  const written = unescaped(text.trim())
    .replace(/\s*\[[\w.-]{1,30}\]$/, '')
    .replace(/[?#].*$/s, '')
    .replace(/\/$/, '')
    .replace(/\.(?:pdf|md)$/i, '');
  const found = ID.exec(written);
  if (!found) return undefined;
  const [matched, id = '', archive, subject = '', number] = found;
  const before = written.slice(0, written.length - matched.length) + matched.slice(0, matched.indexOf(id));
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
