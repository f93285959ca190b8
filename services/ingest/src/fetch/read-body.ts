import { pipeline } from 'node:stream/promises';
import { createGunzip, type Gunzip } from 'node:zlib';
import { SourceFailure } from '../source/source.js';

/** A body as a stream, which may be destroyed before its end. */
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

/** Unpacks a body as it is read, so that little is unpacked ahead of the reader. */
async function* unpacked(raw: Body, gunzip: Gunzip): AsyncGenerator<Buffer> {
  const fed = pipeline(raw, gunzip);
  // The loop below fails with the same error.
  fed.catch(() => undefined);
  for await (const chunk of gunzip) yield chunk as Buffer;
  await fed;
}
