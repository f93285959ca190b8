import { pipeline } from 'node:stream/promises';
import { createGunzip, type Gunzip } from 'node:zlib';
import { SourceFailure } from '../source/source.js';

/** A body as it comes, which may be left in its middle. */
export type Body = AsyncIterable<Buffer> & { destroy(): unknown };

/** The whole body, unpacked when it came as gzip. Rejects with `answer-too-large` beyond `most` bytes, counted unpacked. */
export async function readBody(raw: Body, most: number, encoding?: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const gunzip = encoding === 'gzip' ? createGunzip() : undefined;
  for await (const chunk of gunzip ? unpacked(raw, gunzip) : raw) {
    size += chunk.length;
    if (size > most) {
      raw.destroy();
      gunzip?.destroy();
      throw new SourceFailure('answer-too-large', `The answer has more than ${most} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** Feeds and drains the decompression in step, so that little is unpacked ahead of what is read. */
async function* unpacked(raw: Body, gunzip: Gunzip): AsyncGenerator<Buffer> {
  const fed = pipeline(raw, gunzip);
  // Told by the reading below, which fails with the same error.
  fed.catch(() => undefined);
  for await (const chunk of gunzip) yield chunk as Buffer;
  await fed;
}
