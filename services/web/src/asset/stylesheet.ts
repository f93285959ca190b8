import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { ContentCoding } from '../cache/content-coding.js';
import { baseStyle } from './base.style.js';
import { listStyle } from './list.style.js';
import { paperStyle } from './paper.style.js';
import { printStyle } from './print.style.js';

const text = [baseStyle, listStyle, paperStyle, printStyle].join('\n').replace(/\n\s*/g, '\n').trim();

const body = Buffer.from(text);

/** Once for each start, so as small as can be. */
const compressed: Readonly<Record<ContentCoding, Buffer>> = {
  br: brotliCompressSync(body),
  gzip: gzipSync(body, { level: constants.Z_BEST_COMPRESSION }),
};

/** The one style sheet, under a path that changes with its content and can therefore be kept for ever. */
export const stylesheet = {
  path: `/assets/${createHash('sha256').update(text).digest('hex').slice(0, 12)}.css`,
  body,
  compressed,
} as const;
