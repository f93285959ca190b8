import { assetOf } from './asset.js';
import { baseStyle } from './base.style.js';
import { listStyle } from './list.style.js';
import { paperStyle } from './paper.style.js';
import { printStyle } from './print.style.js';

const text = [baseStyle, listStyle, paperStyle, printStyle].join('\n').replace(/\n\s*/g, '\n').trim();

/** The one style sheet. */
export const stylesheet = assetOf(text, 'css', 'text/css; charset=utf-8');
