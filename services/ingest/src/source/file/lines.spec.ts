import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Line, linesOf } from './lines.js';

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(
  text: string | Buffer,
  options: { size?: number; limit?: number; keep?: number } = {},
): Promise<Line[]> {
  const { size = 7, limit = 1_000, keep = 10 } = options;
  const lines: Line[] = [];
  for await (const line of linesOf(chunksOf(Buffer.from(text), size), { line: 0, end: 0 }, { limit, keep }))
    lines.push(line);
  return lines;
}

const texts = (lines: Line[]) => lines.map((line) => line.bytes.toString());

describe('linesOf', () => {
  it('yields nothing for an empty file', async () => {
    expect(await read('')).toEqual([]);
  });

  it('takes the last line with and without its break', async () => {
    expect(texts(await read('one\ntwo\n'))).toEqual(['one', 'two']);
    expect(texts(await read('one\ntwo'))).toEqual(['one', 'two']);
  });

  it('takes CRLF and a byte order mark, and only the first one', async () => {
    expect(texts(await read('\ufeffone\r\n\r\n\ufefftwo\r\n'))).toEqual(['one', '', '\ufefftwo']);
  });

  it('counts lines from 1 and says where each ends in the file', async () => {
    const lines = await read('\ufeffone\r\ntwo\nthree');
    expect(lines.map(({ number, end }) => [number, end])).toEqual([
      [1, 8],
      [2, 12],
      [3, 17],
    ]);
  });

  it('keeps the beginning of a line beyond the limit and goes on after it', async () => {
    const lines = await read(`short\n${'x'.repeat(5_000)}\nafter\n`, { limit: 100, keep: 10 });
    expect(lines.map(({ bytes, tooLong }) => [bytes.toString(), tooLong])).toEqual([
      ['short', false],
      ['xxxxxxxxxx', true],
      ['after', false],
    ]);
    expect(lines[2]?.end).toBe(6 + 5_001 + 6);
  });

  it('does not count the break or the mark towards the limit', async () => {
    const lines = await read(`\ufeff${'x'.repeat(100)}\r\n${'y'.repeat(101)}\r\n`, { limit: 100 });
    expect(lines.map((line) => [line.bytes.length, line.tooLong])).toEqual([
      [100, false],
      [10, true],
    ]);
  });

  it('reads the same lines whatever the chunks are, and from any line on', async () => {
    const line = fc
      .string({ unit: 'grapheme', maxLength: 30 })
      .map((text) => text.replace(/[\r\n\ufeff]/g, ' '));
    await fc.assert(
      fc.asyncProperty(
        fc.array(line),
        fc.integer({ min: 1, max: 50 }),
        fc.nat(),
        async (written, size, pick) => {
          const bytes = Buffer.from(written.map((text) => `${text}\n`).join(''));
          const lines = await read(bytes, { size });
          expect(texts(lines)).toEqual(written);
          const from = lines[pick % Math.max(lines.length, 1)];
          if (!from) return;
          const rest: Line[] = [];
          const start = { line: from.number, end: from.end };
          for await (const next of linesOf(chunksOf(bytes.subarray(from.end), size), start, {
            limit: 1_000,
            keep: 10,
          })) {
            rest.push(next);
          }
          expect(rest).toEqual(lines.slice(from.number));
        },
      ),
    );
  });
});
