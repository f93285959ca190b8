import type { Question } from '../src/search/index/search-question.js';
import { parseQuery } from '../src/search/query/parse-query.js';

/** The question for the first page of a search by relevance, with the given differences. Throws when the text has a fault. */
export function questionOf(text: string, different: Partial<Question> = {}): Question {
  const query = parseQuery(text);
  if ('fault' in query) throw new Error(query.detail);
  return {
    text,
    query,
    typing: false,
    sort: 'relevance',
    onlyTrending: false,
    offset: 0,
    limit: 20,
    facets: false,
    ...different,
  };
}
