import type { Term } from './search-query.js';

const ASKING = words('what who how why which when where');
const AUXILIARY = words('is are was were do does did can could should would will has have');
const OTHERS = words('a an the of to in on for we i you it there me about work works mean');
const OPTIONAL = new Set([...ASKING, ...AUXILIARY, ...OTHERS]);
const INITIALS = /^(?:\p{Lu}\.-?){1,4},?$/u;
const YEAR = /^(?:19|20)\d\d$/;

/**
 * Marks the terms that people type without wanting them in every paper: the words of a question around its subject
 * (`what is a diffusion model`), initials (`Y. LeCun`), and `et al.` with its year. `text` is what was typed.
 */
export function withOptional(terms: readonly Term[], text: string): Term[] {
  const asked = isQuestion(terms, text);
  const cites = terms.some((_, at) => isEtAl(terms, at));
  return terms.map((term, at) => {
    const [word = ''] = term.words;
    const optional =
      (asked && OPTIONAL.has(word.toLowerCase())) ||
      isEtAl(terms, at) ||
      isEtAl(terms, at - 1) ||
      (cites && YEAR.test(word)) ||
      INITIALS.test(text.slice(term.start, term.end));
    return optional && isPlain(term) ? { ...term, optional } : term;
  });
}

function isQuestion(terms: readonly Term[], text: string): boolean {
  const [first = '', second = ''] = terms.map(({ words }) => words[0]?.toLowerCase() ?? '');
  if (ASKING.includes(first)) return AUXILIARY.includes(second) || second === 'to';
  return AUXILIARY.includes(first) && /\?\s*$/.test(text);
}

/** Whether the term is the `et` of `et al`. */
function isEtAl(terms: readonly Term[], at: number): boolean {
  const word = (place: number): string | undefined => terms[place]?.words[0]?.toLowerCase();
  return at > 0 && word(at) === 'et' && word(at + 1) === 'al';
}

function isPlain({ kind, words, field, excluded, exact }: Term): boolean {
  return kind === 'word' && !excluded && exact !== true && (words.length === 1 || field === undefined);
}

function words(list: string): readonly string[] {
  return list.split(' ');
}
