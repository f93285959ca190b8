import { createHash } from 'node:crypto';
import { renderToString } from 'preact-render-to-string';

/** Dark enough for white letters at WCAG AA. */
const COLOURS = [
  '#9f2f17',
  '#7a4a0a',
  '#4c5f14',
  '#17663c',
  '#0f6470',
  '#1f5c99',
  '#4b4fb0',
  '#7b3f9d',
  '#9c2f6b',
];

/** The picture of a person: initials on a colour that follows from the handle. */
export function avatar(handle: string): string {
  return renderToString(
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">
      <title>{handle}</title>
      <rect width="64" height="64" fill={colourOf(handle)} />
      <text
        x="32"
        y="33"
        fill="#fff"
        font-family="system-ui, sans-serif"
        font-size="26"
        font-weight="600"
        text-anchor="middle"
        dominant-baseline="central"
      >
        {initials(handle)}
      </text>
    </svg>,
  );
}

/** The mark of the site: a rolled newspaper. */
export function favicon(accent: string): string {
  return renderToString(
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
      <title>Paperboy</title>
      <rect width="32" height="32" rx="6" fill={accent} />
      <path d="M8 8h13v16H10a2 2 0 0 1-2-2z" fill="#fff" />
      <path d="M21 12h3v10a2 2 0 0 1-2 2h-1z" fill="#fff" fill-opacity="0.72" />
      <path d="M11 11.5h7v4h-7zM11 18h7v1.5h-7zM11 21h5v1.5h-5z" fill={accent} />
    </svg>,
  );
}

function initials(handle: string): string {
  const words = handle.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => [...(word ?? '?')][0]?.toUpperCase()).join('');
}

function colourOf(text: string): string {
  const byte = createHash('sha256').update(text).digest()[0] ?? 0;
  return COLOURS[byte % COLOURS.length] ?? '#9f2f17';
}
