import { FIGURE_SIZE } from './draw-figure.js';
import { paperFigure } from './paper-figure.js';

/** The small picture of a paper on a list. It says nothing that the text does not, so it is hidden from readers of screens. */
export function FigureOf({ paper }: { paper: Parameters<typeof paperFigure>[0] }) {
  const { lines, marks } = paperFigure(paper);
  return (
    <svg class="figure" viewBox={`0 0 ${FIGURE_SIZE.width} ${FIGURE_SIZE.height}`} aria-hidden="true">
      <path d={lines} />
      <path d={marks} />
    </svg>
  );
}
