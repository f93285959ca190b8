import { type CatalogPaper } from '@paperboy/contracts';
import { latexText } from '@paperboy/platform';
import { paperFigure } from '../figure/paper-figure.js';
import { placesOf } from '../text/paper-places.js';
import type { CardContent } from './card.js';

/** In characters. A longer title is cut and ends with …, since nobody reads more of it at a glance. */
const LONGEST_TITLE = 180;
const LONGEST_AUTHORS = 90;
const AUTHORS_SHOWN = 3;

/** The content of the picture of a paper. */
export function cardContent(
  paper: CatalogPaper,
  { publication, accent }: Pick<CardContent, 'publication' | 'accent'>,
): CardContent {
  const names = paper.authors.slice(0, AUTHORS_SHOWN).map(({ name }) => latexText(name));
  const left = paper.authors.length - names.length;
  const authors = `${cut(names.join(', '), LONGEST_AUTHORS)}${left > 0 ? ` and ${left} more` : ''}`;
  return {
    publication: cut(publication, 60),
    accent,
    label: placesOf(paper).label,
    title: cut(latexText(paper.title), LONGEST_TITLE),
    authors,
    figure: paperFigure(paper),
  };
}

function cut(text: string, most: number): string {
  const signs = [...text];
  return signs.length <= most ? text : `${signs.slice(0, most).join('').trimEnd()}…`;
}
