import type { PaperFigure } from '../figure/draw-figure.js';

/**
 * The content of the picture of a paper. It holds nothing that a vote changes, so it is drawn once for each version.
 */
export interface CardContent {
  readonly publication: string;
  /** `#rrggbb`. */
  readonly accent: string;
  /** How the paper is named, such as arXiv:2602.23229. */
  readonly label: string;
  readonly title: string;
  readonly authors: string;
  readonly figure: PaperFigure;
}

/** The width and height of the picture, in pixels. */
export const CARD_SIZE = { width: 1200, height: 648 } as const;

/** The path of the picture of a paper. */
export function cardPath(paperId: string): string {
  return `/papers/${paperId}/card.png`;
}
