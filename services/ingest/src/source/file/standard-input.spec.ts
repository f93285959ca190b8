import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { openFile } from './snapshot-file.store.js';
import { describeInput } from './standard-input.store.js';

const LINES = Array.from({ length: 20_000 }, (_, n) => `{"id":"2511.${n}"}\n`).join('');
/** A stream that comes in pieces, as from a pipe. */
function piped(bytes: Buffer, piece = 10_000): Readable {
  const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, n) =>
    bytes.subarray(n * piece, (n + 1) * piece),
  );
  return Readable.from(pieces, { objectMode: false });
}

async function allOf<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

describe('standard input', () => {
  it.each([
    ['plain', Buffer.from(LINES)],
    ['gzip', gzipSync(LINES)],
  ])('is read whole when it is %s', async (kind, bytes) => {
    const file = await describeInput(piped(bytes));
    expect(file).toMatchObject({ kind, size: 0 });
    const { chunks, taken } = await openFile(file, 0);
    expect(Buffer.concat(await allOf(chunks)).toString()).toBe(LINES);
    expect(taken()).toBe(bytes.length);
  });

  it('gives the last line of what is packed before it says that something else stands behind', async () => {
    const file = await describeInput(
      piped(Buffer.concat([gzipSync('{"id":1}\n{"id":2}'), Buffer.from('junk')])),
    );
    const { chunks } = await openFile(file, 0);
    let text = '';
    const reading = (async () => {
      for await (const chunk of chunks) text += chunk.toString();
    })();
    await expect(reading).rejects.toThrow(/4 bytes that are not packed/);
    expect(text).toBe('{"id":1}\n{"id":2}\n');
  });

  it('is known again by its beginning, in whatever pieces it comes', async () => {
    const one = await describeInput(piped(Buffer.from(LINES)));
    const other = await describeInput(piped(Buffer.from(LINES), 7));
    expect(other.identity).toBe(one.identity);
    expect((await describeInput(piped(Buffer.from(`x${LINES}`)))).identity).not.toBe(one.identity);
  });

  it.each([
    ['a zip archive', Buffer.from('PK\x03\x04 and so on'), /as a file/],
    ['nothing', Buffer.alloc(0), /Nothing came/],
    ['a page', Buffer.from('<!doctype html><html>'), /HTML/],
  ])('that is %s is said so', async (_what, bytes, sentence) => {
    await expect(describeInput(piped(bytes))).rejects.toThrow(sentence);
  });

  it('that is a terminal is not waited for', async () => {
    const terminal = Object.assign(piped(Buffer.from(LINES)), { isTTY: true });
    await expect(describeInput(terminal)).rejects.toThrow(/terminal/);
  });

  it('that breaks off within gzip is said so at its end', async () => {
    const file = await describeInput(piped(gzipSync(LINES).subarray(0, 20_000)));
    const { chunks } = await openFile(file, 0);
    await expect(allOf(chunks)).rejects.toThrow(/ends in the middle/);
  });
});
