/** The motif of a figure, which a reader of the field recognizes at a glance. */
export const FIGURE_KINDS = [
  'layers',
  'text',
  'pixels',
  'wave',
  'route',
  'contours',
  'lattice',
  'orbits',
  'scatter',
  'graph',
] as const;
export type FigureKind = (typeof FIGURE_KINDS)[number];

const OF_CATEGORY: Readonly<Record<string, FigureKind>> = {
  'cs.AI': 'layers',
  'cs.LG': 'layers',
  'cs.NE': 'layers',
  'stat.ML': 'layers',
  'cs.CL': 'text',
  'cs.DL': 'text',
  'cs.IR': 'text',
  'cs.CV': 'pixels',
  'cs.GR': 'pixels',
  'eess.IV': 'pixels',
  'cs.SD': 'wave',
  'cs.RO': 'route',
  'math.OC': 'contours',
};

const OF_ARCHIVE: Readonly<Record<string, FigureKind>> = {
  'astro-ph': 'orbits',
  'cond-mat': 'lattice',
  econ: 'scatter',
  eess: 'wave',
  'gr-qc': 'orbits',
  'hep-ex': 'lattice',
  'hep-lat': 'lattice',
  'hep-ph': 'lattice',
  'hep-th': 'contours',
  math: 'contours',
  'math-ph': 'contours',
  nlin: 'wave',
  'nucl-ex': 'lattice',
  'nucl-th': 'lattice',
  physics: 'wave',
  'q-bio': 'scatter',
  'q-fin': 'scatter',
  'quant-ph': 'lattice',
  stat: 'scatter',
};

/** The kind for a paper's first category (`cs.LG`); computer science and what arXiv does not have show a graph. */
export function figureKind(category: string | undefined): FigureKind {
  if (category === undefined) return 'graph';
  return OF_CATEGORY[category] ?? OF_ARCHIVE[category.split('.', 1)[0] ?? ''] ?? 'graph';
}
