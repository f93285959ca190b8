import type { Line } from '../source/file/lines.js';
import type { ImportCursor } from './counts.js';
import { digestOfLine } from './import-run.js';

/** A stream begins like one whose import was stopped, but its lines are others later on. */
export class OtherStream extends Error {
  constructor() {
    super(
      'It begins like one whose import was stopped, and goes on differently. To import it from its beginning, add --again.',
    );
  }
}

/**
 * The lines of a stream after the place where an earlier run stopped. A stream can't be opened in its middle, so the
 * lines before that are read and skipped. The last of them must be the same as in the earlier run. Throws OtherStream.
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
