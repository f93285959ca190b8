import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { linesOf } from '../source/file/lines.js';
import { linesBehind, OtherStream } from './behind-cursor.js';
import { IMPORT_START } from './counts.js';
import { digestOfLine } from './import-run.js';

const LIMITS = { limit: 1_000, keep: 10 };

async function* stream(text: string) {
  yield Buffer.from(text);
}

async function allOf<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

async function all(text: string) {
  return allOf(linesOf(stream(text), IMPORT_START, LIMITS));
}

describe('a stream that is given again', () => {
  it('goes on behind the line where the run before stopped, wherever that was', async () => {
    const lines = fc.array(fc.stringMatching(/^[a-z]{0,8}$/), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(lines, fc.nat(), async (texts, place) => {
        const text = `${texts.join('\n')}\n`;
        const read = await all(text);
        const at = place % (read.length + 1);
        const last = read[at - 1];
        const cursor = last
          ? { ...IMPORT_START, line: last.number, end: last.end, tail: digestOfLine(last.bytes) }
          : IMPORT_START;
        const behind = await allOf(linesBehind(linesOf(stream(text), IMPORT_START, LIMITS), cursor));
        expect(behind).toEqual(read.slice(at));
      }),
    );
  });

  it.each([
    ['another line at that place', 'one\ntwx\nthree\n'],
    ['another place of that line', 'ones\ntwo\nthree\n'],
    ['fewer lines', 'one\n'],
  ])('is another one with %s', async (_what, text) => {
    const cursor = { ...IMPORT_START, line: 2, end: 8, tail: digestOfLine(Buffer.from('two')) };
    const behind = linesBehind(linesOf(stream(text), IMPORT_START, LIMITS), cursor);
    await expect(allOf(behind)).rejects.toThrow(OtherStream);
  });
});
