import { readFileSync } from 'node:fs';
import { assetOf } from './asset.js';

const source = readFileSync(new URL('./page.browser.js', import.meta.url), 'utf8');
const text = source
  .replace(/^\s*\/\/.*\n/gm, '')
  .replace(/\n\s*/g, '\n')
  .trim();

/** The one script of the pages. */
export const pageScript = assetOf(text, 'js', 'text/javascript; charset=utf-8');
