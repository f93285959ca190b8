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
      <rect width="64" height="64" fill={pick(handle, 0)} />
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

/** The picture of a paper: bars that follow from its id, and the id. */
export function thumbnail(paperId: string): string {
  const digest = createHash('sha256').update(paperId).digest();
  return renderToString(
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 648" width="1200" height="648">
      <title>{`arXiv:${paperId}`}</title>
      <rect width="1200" height="648" fill="#fbf9f4" />
      <rect width="1200" height="24" fill={pick(paperId, 0)} />
      {Array.from({ length: 8 }, (_, row) => (
        <rect
          key={row}
          x="96"
          y={112 + row * 48}
          width={360 + ((digest[row] ?? 0) / 255) * 640}
          height="20"
          fill={row === 0 ? '#1d1a16' : '#ddd6c8'}
        />
      ))}
      <text x="96" y="580" fill="#5d574d" font-family="Georgia, serif" font-size="44">
        arXiv:{paperId}
      </text>
    </svg>,
  );
}

/** The mark of the site: a rolled newspaper. */
export function favicon(): string {
  return renderToString(
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
      <title>Paperboy</title>
      <rect width="32" height="32" rx="6" fill="#9f2f17" />
      <path d="M8 8h13v16H10a2 2 0 0 1-2-2z" fill="#fff" />
      <path d="M21 12h3v10a2 2 0 0 1-2 2h-1z" fill="#f2c9bb" />
      <path d="M11 11.5h7v4h-7zM11 18h7v1.5h-7zM11 21h5v1.5h-5z" fill="#9f2f17" />
    </svg>,
  );
}

function initials(handle: string): string {
  const words = handle.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => [...(word ?? '?')][0]?.toUpperCase()).join('');
}

function pick(text: string, at: number): string {
  const byte = createHash('sha256').update(text).digest()[at] ?? 0;
  return COLOURS[byte % COLOURS.length] ?? '#9f2f17';
}
