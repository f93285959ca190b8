import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const source = readFileSync(new URL('./page.browser.js', import.meta.url), 'utf8');
const text = source
  .replace(/^\s*\/\/.*\n/gm, '')
  .replace(/\n\s*/g, '\n')
  .trim();

/** The one script of the pages, under a path that changes with its content and can therefore be kept for ever. */
export const pageScript = {
  path: `/assets/${createHash('sha256').update(text).digest('hex').slice(0, 12)}.js`,
  body: Buffer.from(text),
} as const;
