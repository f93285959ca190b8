import { h } from 'preact';
import { render } from 'preact-render-to-string';

/**
 * Wraps HTML in a comment that only Word reads. Outlook for desktop renders mails with Word, which supports neither
 * `max-width` nor padding of links.
 */
export function forWord(html: string): string {
  return `<!--[if mso]>${html}<![endif]-->`;
}

/** Hides HTML from Word. All other programs show it. */
export function notForWord(html: string): string {
  return `<!--[if !mso]><!-->${html}<!--<![endif]-->`;
}

/** Wraps HTML in a table of fixed width for Word. Other programs limit the width by `max-width`. */
export function inGhostTable(html: string, width: number): string {
  const open = `<table role="presentation" align="center" width="${width}" cellpadding="0" cellspacing="0" border="0"><tr><td>`;
  return `${forWord(open)}${html}${forWord('</td></tr></table>')}`;
}

/** Without these settings Word enlarges pictures and shapes, but not text, on screens of high resolution. */
export const WORD_SETTINGS = forWord(
  '<xml><o:OfficeDocumentSettings xmlns:o="urn:schemas-microsoft-com:office:office"><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml>',
);

const CHARACTER_PX = 9;
const SIDES_PX = 52;
const HEIGHT_PX = 46;

/** A button as a Word shape. A shape needs a fixed width, so it is computed from the length of the text. */
export function wordButton(href: string, text: string, fill: string): string {
  const width = text.length * CHARACTER_PX + SIDES_PX;
  const shape = h(
    'v:roundrect',
    {
      'xmlns:v': 'urn:schemas-microsoft-com:vml',
      'xmlns:w': 'urn:schemas-microsoft-com:office:word',
      href,
      style: `height:${HEIGHT_PX}px;width:${width}px;v-text-anchor:middle`,
      arcsize: '9%',
      stroke: 'f',
      fillcolor: fill,
    } as object,
    h('w:anchorlock', null),
    h('center', { style: 'color:#ffffff;font:bold 16px Arial,sans-serif' }, text),
  );
  return forWord(render(shape));
}
