import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { ContentCoding } from '@paperboy/platform';

/** Texts longer than this get a lower Brotli quality: the best one takes seconds for them and saves little more. */
const LONG = 200_000;
const QUALITY = { short: 11, long: 5 };

/** A file of the pages, under a path that changes with its content and can therefore be kept for ever. */
export interface Asset {
  readonly path: string;
  /** Its Content-Type. */
  readonly type: string;
  readonly body: Buffer;
  /** Absent for content that is compressed already, such as a font or a picture. */
  readonly compressed?: Readonly<Record<ContentCoding, Buffer>>;
}

/** Makes an asset. A text is compressed at the first request for a coding, and the result is kept. */
export function assetOf(content: string | Buffer, ending: string, type: string, folder = '/assets'): Asset {
  const body = Buffer.from(content);
  const path = `${folder}/${createHash('sha256').update(body).digest('hex').slice(0, 12)}.${ending}`;
  if (typeof content !== 'string') return { path, type, body };
  const made: Partial<Record<ContentCoding, Buffer>> = {};
  const quality = body.length > LONG ? QUALITY.long : QUALITY.short;
  return {
    path,
    type,
    body,
    compressed: {
      get br() {
        made.br ??= brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
        return made.br;
      },
      get gzip() {
        made.gzip ??= gzipSync(body);
        return made.gzip;
      },
    },
  };
}
