import { createHash } from 'node:crypto';
import { drawFigure, type PaperFigure } from './draw-figure.js';
import { figureKind } from './figure-kind.js';

/** The figure of a paper: its first category gives the kind, its id the form, so that it never changes. */
export function paperFigure(paper: {
  readonly id: string;
  readonly categories?: readonly string[] | undefined;
}): PaperFigure {
  return drawFigure(figureKind(paper.categories?.[0]), createHash('sha256').update(paper.id).digest());
}
