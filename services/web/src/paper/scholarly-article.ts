import { type Author, type CatalogPaper } from '@paperboy/contracts';
import { latexText } from '@paperboy/platform';
import { cardPath } from '../card/card.js';
import { paperPath } from '../text/paper-path.js';
import { placesOf } from '../text/paper-places.js';

/** How many authors search engines are told at most. */
const AUTHORS_TOLD = 100;

/** A paper for search engines (source: schema.org, ScholarlyArticle). */
export function scholarlyArticle(paper: CatalogPaper, publicUrl: string): object {
  const { label, page } = placesOf(paper);
  const same = [
    ...(page ? [page] : []),
    ...(paper.doi === undefined ? [] : [`https://doi.org/${encodeURI(paper.doi)}`]),
  ];
  return {
    '@context': 'https://schema.org',
    '@type': 'ScholarlyArticle',
    '@id': `${publicUrl}${paperPath(paper.id)}`,
    url: `${publicUrl}${paperPath(paper.id)}`,
    headline: latexText(paper.title),
    name: latexText(paper.title),
    abstract: latexText(paper.summary),
    author: paper.authors.slice(0, AUTHORS_TOLD).map(personOf),
    datePublished: paper.publishedAt,
    dateModified: paper.updatedAt,
    about: paper.categories,
    image: `${publicUrl}${cardPath(paper.id)}`,
    ...(same.length > 0 ? { sameAs: same } : {}),
    ...(paper.sample ? {} : { identifier: label }),
  };
}

function personOf({ name, family, given, affiliations = [] }: Author): object {
  return {
    '@type': 'Person',
    name: latexText(name),
    ...(family === undefined ? {} : { familyName: latexText(family) }),
    ...(given === undefined ? {} : { givenName: latexText(given) }),
    ...(affiliations.length > 0
      ? { affiliation: affiliations.map((one) => ({ '@type': 'Organization', name: latexText(one) })) }
      : {}),
  };
}
