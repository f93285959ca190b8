import { readFileSync } from 'node:fs';
import { assetOf } from './asset.js';

/** Literata for titles and abstracts: Latin letters and common signs, in weights from 400 to 700 (serif.font.LICENSE.txt). */
export const serif = assetOf(
  readFileSync(new URL('./serif.font.woff2', import.meta.url)),
  'woff2',
  'font/woff2',
);
