import { languagePapers } from './language.js';
import { learningPapers } from './learning.js';
import { mathematicsPapers } from './mathematics.js';
import { naturePapers } from './nature.js';
import type { SamplePaper } from './sample-paper.js';
import { seeingAndActingPapers } from './seeing-and-acting.js';
import { systemsPapers } from './systems.js';

const shelves = [
  languagePapers,
  seeingAndActingPapers,
  systemsPapers,
  learningPapers,
  naturePapers,
  mathematicsPapers,
];

/** All papers of the sample, one of each field in turn, so that every day has papers of many fields. */
export const samplePapers: readonly SamplePaper[] = Array.from({ length: 10 }, (_, row) =>
  shelves.flatMap((shelf) => shelf.slice(row, row + 1)),
).flat();
