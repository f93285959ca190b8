import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { fileKind, NoSnapshot } from './file-kind.js';
import type { SnapshotFile } from './snapshot-file.store.js';

/** How many of its first bytes, as they come, identify a stream. */
const EDGE = 64 * 1024;
const HEAD = 512;

/** The path that means standard input. */
export const STANDARD_INPUT = '-';

/**
 * Identifies a stream and its format by its beginning. Rejects with NoSnapshot for a terminal, for a stream that ends
 * at once, for a zip archive, which can be read from a file only, and for every other format that is no snapshot.
 */
export async function describeInput(input: Readable & { readonly isTTY?: boolean }): Promise<SnapshotFile> {
  if (input.isTTY)
    throw new NoSnapshot('It is a terminal: lead a snapshot there, as in zcat FILE | npx paperboy import -.');
  const chunks: AsyncIterator<Buffer> = input[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  let size = 0;
  while (size < EDGE) {
    const next = await chunks.next();
    if (next.done) break;
    first.push(next.value);
    size += next.value.length;
  }
  if (size === 0) throw new NoSnapshot('Nothing came: has the command before it failed?');
  const beginning = Buffer.concat(first);
  const kind = fileKind(beginning.subarray(0, HEAD));
  if (kind === 'zip')
    throw new NoSnapshot(
      'It is a zip archive, which says at its end what is in it: give it as a file, or unpack it, as in ' +
        'unzip -p FILE | npx paperboy import -.',
    );
  const digest = createHash('sha256').update(beginning.subarray(0, EDGE)).digest('base64url');
  return {
    path: STANDARD_INPUT,
    size: 0,
    identity: `stream-${digest.slice(0, 32)}`,
    kind,
    input: joined(beginning, chunks),
  };
}

async function* joined(beginning: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield beginning;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
