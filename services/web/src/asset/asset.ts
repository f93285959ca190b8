import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { ContentCoding } from '../cache/content-coding.js';

/** A file of the pages, under a path that changes with its content and can therefore be kept for ever. */
export interface Asset {
  readonly path: string;
  /** Its Content-Type. */
  readonly type: string;
  readonly body: Buffer;
  readonly compressed: Readonly<Record<ContentCoding, Buffer>>;
}

/** Makes one; compressed once for each start, so as small as can be. */
export function assetOf(text: string, ending: string, type: string): Asset {
  const body = Buffer.from(text);
  return {
    path: `/assets/${createHash('sha256').update(text).digest('hex').slice(0, 12)}.${ending}`,
    type,
    body,
    compressed: {
      br: brotliCompressSync(body),
      gzip: gzipSync(body, { level: constants.Z_BEST_COMPRESSION }),
    },
  };
}
