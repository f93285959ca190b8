import { type Asset, assetOf } from './asset.js';
import { accentStyle, baseStyle } from './base.style.js';
import { changeStyle } from './change.style.js';
import { fontStyle } from './font.style.js';
import { listStyle } from './list.style.js';
import { mastheadStyle } from './masthead.style.js';
import { noticeStyle } from './notice.style.js';
import { pageStyle } from './page.style.js';
import { paperStyle } from './paper.style.js';
import { printStyle } from './print.style.js';
import { searchStyle } from './search.style.js';
import { voteStyle } from './vote.style.js';

const before = [fontStyle, baseStyle];
const after = [
  mastheadStyle,
  listStyle,
  searchStyle,
  voteStyle,
  noticeStyle,
  paperStyle,
  changeStyle,
  pageStyle,
  printStyle,
];

/** The one style sheet, with the accents of a publication if it has its own. */
export function styleSheet(accents?: { light: string; dark: string }): Asset {
  const text = [...before, ...(accents ? [accentStyle(accents)] : []), ...after]
    .join('\n')
    .replace(/\n\s*/g, '\n')
    .trim();
  return assetOf(text, 'css', 'text/css; charset=utf-8');
}
