import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { CacheEntry } from './cache-entry.js';
import type { ContentCoding } from './content-coding.js';

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);

/** Above this size brotli's best quality saves little more, and takes twenty times as long. */
const BROTLI_QUALITY = 5;

const COMPRESS: Readonly<Record<ContentCoding, (body: Buffer) => Promise<Buffer>>> = {
  br: (body) =>
    brotlied(body, {
      params: {
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
      },
    }),
  gzip: (body) => gzipped(body),
};

/** The compressed forms of one body, finished or under way. */
type Made = Map<ContentCoding, Buffer | Promise<Buffer>>;

/** Compresses each body once for each coding, outside of the main thread. Keeps the result as long as the body. */
export class CompressedBodies {
  private readonly made = new WeakMap<CacheEntry, Made>();

  /** `onGrown` is called for each entry that holds more bytes now. */
  constructor(private readonly onGrown: (entry: CacheEntry) => void) {}

  /** The compressed bytes: at once when they are known, else one promise for all requests that wait. */
  of(entry: CacheEntry, coding: ContentCoding): Buffer | Promise<Buffer> {
    const made = this.madeOf(entry);
    const known = made.get(coding);
    if (known !== undefined) return known;
    const making = COMPRESS[coding](entry.body).then(
      (bytes) => {
        made.set(coding, bytes);
        this.onGrown(entry);
        return bytes;
      },
      (error: unknown) => {
        made.delete(coding);
        throw error;
      },
    );
    made.set(coding, making);
    return making;
  }

  /** The bytes that are kept in addition to an answer. */
  bytesBeside(entry: CacheEntry): number {
    let bytes = 0;
    for (const known of this.made.get(entry)?.values() ?? [])
      if (Buffer.isBuffer(known)) bytes += known.length;
    return bytes;
  }

  /** The compressed form of one answer's body also serves another answer with the same body. */
  share(from: CacheEntry, to: CacheEntry): void {
    this.made.set(to, this.madeOf(from));
  }

  private madeOf(entry: CacheEntry): Made {
    let made = this.made.get(entry);
    if (made === undefined) {
      made = new Map();
      this.made.set(entry, made);
    }
    return made;
  }
}
