import type { Line } from '../source/file/lines.js';
import type { ImportCursor } from './counts.js';
import { digestOfLine } from './import-run.js';

/** A stream begins like one whose import was stopped, and goes on differently. */
export class OtherStream extends Error {
  constructor() {
    super(
      'It begins like one whose import was stopped, and goes on differently. To import it from its beginning, add --again.',
    );
  }
}

/**
 * The lines of a stream behind the place where an earlier run stopped. A stream has no way to begin in the middle, so it
 * is read over; the line at that place must be the one of the earlier run. Throws OtherStream.
 */
export async function* linesBehind(lines: AsyncIterable<Line>, cursor: ImportCursor): AsyncGenerator<Line> {
  let behind = cursor.line === 0;
  for await (const line of lines) {
    if (behind) yield line;
    else if (line.number === cursor.line) {
      if (line.end !== cursor.end || digestOfLine(line.bytes) !== cursor.tail) throw new OtherStream();
      behind = true;
    }
  }
  if (!behind) throw new OtherStream();
}
