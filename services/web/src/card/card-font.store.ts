import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Font } from 'satori';

const SUBSETS = ['latin', 'latin-ext', 'greek', 'cyrillic', 'vietnamese'] as const;
const WEIGHTS = [400, 600] as const;

/** Each subset has a name of its own, since satori uses only the first of several fonts of one name and weight. */
export const fontFamily = SUBSETS.map((subset) => `Literata ${subset}`).join(', ');

/** Literata (SIL Open Font License) as its package has it, a file for each script. */
export function cardFonts(): Font[] {
  const { resolve } = createRequire(import.meta.url);
  return SUBSETS.flatMap((subset) =>
    WEIGHTS.map((weight) => ({
      name: `Literata ${subset}`,
      weight,
      style: 'normal' as const,
      data: readFileSync(resolve(`@fontsource/literata/files/literata-${subset}-${weight}-normal.woff`)),
    })),
  );
}
