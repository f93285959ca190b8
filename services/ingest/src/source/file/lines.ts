/** One line of a file, without its line break. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** Bytes of the file up to and including this line's break: where to go on after it. */
  readonly end: number;
  /** The whole line, or its beginning when it is longer than the limit. */
  readonly bytes: Buffer;
  /** True when the line is longer than the limit; `bytes` then holds its beginning. */
  readonly tooLong: boolean;
}

/** Where to begin: the number of lines and bytes that were read before. */
export interface LineStart {
  readonly line: number;
  readonly end: number;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Splits chunks of bytes into lines. Of a line of more than `limit` bytes only the first `keep` bytes are kept, so
 * memory stays bounded whatever the file is. CRLF, a byte order mark and a missing last line break are accepted.
 */
export async function* linesOf(
  chunks: AsyncIterable<Buffer>,
  start: LineStart,
  { limit, keep }: { limit: number; keep: number },
): AsyncGenerator<Line> {
  let { line: number, end } = start;
  let parts: Buffer[] = [];
  let held = 0;
  let length = 0;

  const hold = (part: Buffer) => {
    length += part.length;
    // Four more than the limit: a byte order mark and a carriage return do not count.
    if (length <= limit + 4) {
      parts.push(part);
      held += part.length;
    } else if (held > keep) {
      parts = [Buffer.concat(parts, Math.min(held, keep))];
      held = parts[0]?.length ?? 0;
    } else if (held < keep) {
      parts.push(part.subarray(0, keep - held));
      held += Math.min(part.length, keep - held);
    }
  };

  const take = (): Line => {
    let bytes = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
    let size = length;
    if (bytes.length === size && bytes[size - 1] === CARRIAGE_RETURN) {
      bytes = bytes.subarray(0, size - 1);
      size -= 1;
    }
    if (number === 0 && bytes.subarray(0, 3).equals(BYTE_ORDER_MARK)) {
      bytes = bytes.subarray(3);
      size -= 3;
    }
    number += 1;
    const tooLong = size > limit;
    parts = [];
    held = 0;
    length = 0;
    return { number, end, bytes: tooLong ? bytes.subarray(0, keep) : bytes, tooLong };
  };

  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, from)) {
      hold(chunk.subarray(from, at));
      end += at - from + 1;
      from = at + 1;
      yield take();
    }
    if (from < chunk.length) {
      hold(chunk.subarray(from));
      end += chunk.length - from;
    }
  }
  if (length > 0) yield take();
}
