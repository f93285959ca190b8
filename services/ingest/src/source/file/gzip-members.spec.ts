import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { unpackGzip } from './gzip-members.reader.js';

async function* pieces(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

/** What is unpacked, and how it ended. */
async function unpacked(bytes: Buffer, length = bytes.length): Promise<{ text: string; failure?: string }> {
  const parts: Buffer[] = [];
  const text = () => Buffer.concat(parts).toString();
  try {
    for await (const part of unpackGzip(pieces(bytes, length))) parts.push(part);
    return { text: text() };
  } catch (error) {
    return { text: text(), failure: (error as Error).message };
  }
}

const lines = Array.from({ length: 400 }, (_, at) => `${at} ${(at * 7_919) % 1_000}\n`).join('');

describe('unpacking gzip', () => {
  it('reads all members and the zeros behind them, however the bytes are divided', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ maxLength: 300 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 0, max: 40 }),
        async (texts, length, zeros) => {
          const packed = Buffer.concat([...texts.map((text) => gzipSync(text)), Buffer.alloc(zeros)]);
          expect(await unpacked(packed, length)).toEqual({ text: texts.join('') });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('reads headers with a name, a comment, more fields and a check sum', async () => {
    const plain = gzipSync(lines);
    const header = Buffer.from(plain.subarray(0, 10));
    header[3] = 0x02 | 0x04 | 0x08 | 0x10;
    const optional = Buffer.from([3, 0, 1, 2, 3, ...Buffer.from('papers.jsonl\0of today\0'), 9, 9]);
    const packed = Buffer.concat([header, optional, plain.subarray(10)]);
    for (const length of [1, 16, packed.length])
      expect(await unpacked(packed, length)).toEqual({ text: lines });
  });

  it.each([1, 50, 100_000])(
    'gives all that is packed before it says what stands behind (%d)',
    async (length) => {
      const { text, failure } = await unpacked(
        Buffer.concat([gzipSync(lines), Buffer.from('garbage')]),
        length,
      );
      expect([text, failure]).toEqual([lines, expect.stringContaining('7 bytes that are not packed')]);
    },
  );

  it('says that a file is cut off, or that its check sum is another one', async () => {
    const whole = gzipSync(lines);
    const half = await unpacked(whole.subarray(0, whole.length / 2), 100);
    expect(lines.startsWith(half.text) && half.text.length > 100).toBe(true);
    expect(half.failure).toBe('unexpected end of file');
    expect(await unpacked(whole.subarray(0, -3))).toEqual({
      text: lines,
      failure: expect.stringContaining('ends before the check sum'),
    });
    const wrong = Buffer.from(whole);
    wrong[wrong.length - 6] = (wrong[wrong.length - 6] ?? 0) ^ 1;
    expect(await unpacked(wrong)).toEqual({
      text: lines,
      failure: expect.stringContaining('check sum is not'),
    });
  });

  it('closes what it reads from when nobody reads on', async () => {
    let closed = () => {};
    const isClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    async function* endless(): AsyncGenerator<Buffer> {
      try {
        for (;;) yield gzipSync(lines);
      } finally {
        closed();
      }
    }
    for await (const part of unpackGzip(endless())) if (part.length > 0) break;
    await isClosed;
  });
});
