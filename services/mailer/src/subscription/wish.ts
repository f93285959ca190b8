import type { DigestChoices } from '@paperboy/contracts';

/** The search for a keyword or an author of a reader. */
export interface Wish {
  /** The text of the search. */
  search: string;
  /** Why its papers are in the digest: `keyword: diffusion`. */
  reason: string;
}

/** The searches of a reader's keywords and authors, each once. */
export function wishesOf({ keywords = [], authors = [] }: Partial<DigestChoices> = {}): Wish[] {
  const wishes = [
    ...keywords.map((keyword) => ({ search: keyword, reason: `keyword: ${keyword}` })),
    // The name is searched as a phrase, and a quote inside would end the phrase.
    ...authors.map((name) => ({
      search: `author:"${name.replaceAll('"', ' ')}"`,
      reason: `author: ${name}`,
    })),
  ];
  return [...new Map(wishes.map((wish) => [wish.search, wish])).values()];
}
