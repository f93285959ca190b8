import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { ContentCoding } from './content-coding.js';
import type { Held } from './held.js';

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);

/** From here on brotli saves little more, and takes twenty times as long at its best. */
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

/** What one body was made into, or is being made into. */
type Made = Map<ContentCoding, Buffer | Promise<Buffer>>;

/** Compresses each body once for each coding, outside of the main thread, and keeps the result as long as the body is kept. */
export class CompressedBodies {
  private readonly made = new WeakMap<Held, Made>();

  /** `onGrown` hears of each answer beside which more bytes are kept now. */
  constructor(private readonly onGrown: (held: Held) => void) {}

  /** The compressed bytes: at once where they are known, else a promise of them, the same one for everyone who waits. */
  of(held: Held, coding: ContentCoding): Buffer | Promise<Buffer> {
    const made = this.madeOf(held);
    const known = made.get(coding);
    if (known !== undefined) return known;
    const making = COMPRESS[coding](held.body).then(
      (bytes) => {
        made.set(coding, bytes);
        this.onGrown(held);
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

  /** Bytes kept beside an answer. */
  bytesBeside(held: Held): number {
    let bytes = 0;
    for (const known of this.made.get(held)?.values() ?? [])
      if (Buffer.isBuffer(known)) bytes += known.length;
    return bytes;
  }

  /** What is made of one answer's body holds for another answer with the same body. */
  share(from: Held, to: Held): void {
    this.made.set(to, this.madeOf(from));
  }

  private madeOf(held: Held): Made {
    let made = this.made.get(held);
    if (made === undefined) {
      made = new Map();
      this.made.set(held, made);
    }
    return made;
  }
}
