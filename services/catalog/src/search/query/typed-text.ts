const QUOTES = /[\u201c\u201d\u201e\u201f\u00ab\u00bb\u300c\u300d\u300e\u300f\uff02]/g;
/** Hyphens, and the short dash and minus sign that some keyboards write for one. */
const HYPHENS = /[\u2010-\u2013\u2212\uff0d]/g;
/** Dashes stand between parts of a sentence. */
const DASHES = /[\u2014\u2015]/g;
/** A word that was divided at the end of a line. */
const DIVIDED = /(?<=\p{L})-[^\S\n]*\n\s*(?=\p{Ll})/gu;
/** What sites and result lists write before or behind a title. */
const LABEL = /^\s*[[(](?:pdf|html|ps|doc)[\])]|[[(](?:pdf|html|ps|doc)[\])]\s*$/gi;

/**
 * A typed or pasted text in the plain signs that a search is read from. Each sign is replaced by as many, so that
 * positions stay valid.
 */
export function plainSigns(text: string): string {
  return text
    .replace(QUOTES, '"')
    .replace(HYPHENS, '-')
    .replace(DASHES, ' ')
    .replace(/\uff1a/g, ':')
    .replace(DIVIDED, (sign) => '-'.repeat(sign.length))
    .replace(LABEL, (label) => ' '.repeat(label.length));
}
