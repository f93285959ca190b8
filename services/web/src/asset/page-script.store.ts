import { readFileSync } from 'node:fs';
import { type Asset, assetOf } from './asset.js';

/** The one script of all pages. */
export const pageScript = scriptOf('page');

/** The script of the pages on which passkeys are made and used. */
export const passkeyScript = scriptOf('passkey');

function scriptOf(name: string): Asset {
  const source = readFileSync(new URL(`./${name}.browser.js`, import.meta.url), 'utf8');
  const text = source
    .replace(/^\s*\/\/.*\n/gm, '')
    .replace(/\n\s*/g, '\n')
    .trim();
  return assetOf(text, 'js', 'text/javascript; charset=utf-8');
}
