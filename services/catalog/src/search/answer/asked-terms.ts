import type { SearchAnswer } from '@paperboy/contracts';
import { requiredOf } from '../query/match-expression.js';
import type { SearchQuery, Term } from '../query/search-query.js';

/** The parts of a search as it was understood, for the answer. */
export function askedTerms(text: string, query: SearchQuery): SearchAnswer['asked'] {
  const { id, from, before } = query;
  return [
    ...requiredAndExcluded(query).map(({ kind, start, end, field, excluded }) => ({
      kind,
      text: withoutSyntax(text.slice(start, end)),
      ...(field === undefined ? {} : { field }),
      excluded,
    })),
    ...query.categories.map(({ category, excluded }) => ({
      kind: 'category' as const,
      text: category,
      excluded,
    })),
    ...(from === undefined ? [] : [{ kind: 'from' as const, text: from.toISOString(), excluded: false }]),
    ...(before === undefined
      ? []
      : [{ kind: 'before' as const, text: before.toISOString(), excluded: false }]),
    ...(id === undefined ? [] : [{ kind: 'id' as const, text: id, excluded: false }]),
  ];
}

function requiredAndExcluded({ terms }: SearchQuery): readonly Term[] {
  const required = new Set(requiredOf(terms.filter(({ excluded }) => !excluded)));
  return terms.filter((term) => term.excluded || required.has(term));
}

/** A term as it was written, without its minus sign, field name and quotes. */
function withoutSyntax(written: string): string {
  return written
    .replace(/^[-\u2010-\u2015\u2212]?(?:(?:title|author|abstract):)?/i, '')
    .replace(/^["“”„]|["“”„]$/g, '');
}
