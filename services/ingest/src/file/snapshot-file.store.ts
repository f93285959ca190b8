import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';

const EDGE = 64 * 1024;
const CHUNK = 256 * 1024;

/** A snapshot file on this machine, plain or compressed with gzip. */
export interface SnapshotFile {
  readonly path: string;
  /** Of the file as it lies on the disk, in bytes. */
  readonly size: number;
  /** The same for the same content under any name: made of the size and of both ends of the file. */
  readonly identity: string;
  readonly compressed: boolean;
}

async function edge(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** Looks at a file. Rejects with the system's error when it can't be read, or with one that says that it is no file. */
export async function describeFile(path: string): Promise<SnapshotFile> {
  const found = await stat(path);
  if (!found.isFile()) throw new Error(`${path} is not a file.`);
  const handle = await open(path, 'r');
  try {
    const first = await edge(handle, 0, Math.min(EDGE, found.size));
    const last = await edge(handle, Math.max(0, found.size - EDGE), Math.min(EDGE, found.size));
    const identity = createHash('sha256')
      .update(`${found.size}\n`)
      .update(first)
      .update(last)
      .digest('base64url');
    const compressed = first[0] === 0x1f && first[1] === 0x8b;
    return { path, size: found.size, identity: identity.slice(0, 32), compressed };
  } finally {
    await handle.close();
  }
}

/** The bytes of a file while they are read. */
export interface OpenFile {
  readonly chunks: AsyncIterable<Buffer>;
  /** How much of the file on the disk has been read, in bytes. */
  taken(): number;
}

/** Reads a file from where an earlier run stopped: `from` counts bytes after decompression. */
export function openFile(file: SnapshotFile, from: number): OpenFile {
  if (!file.compressed) {
    const stream = createReadStream(file.path, { start: from, highWaterMark: CHUNK });
    return { chunks: stream, taken: () => from + stream.bytesRead };
  }
  const stream = createReadStream(file.path, { highWaterMark: CHUNK });
  const unpacked = stream.pipe(createGunzip({ chunkSize: CHUNK }));
  // pipe() hands on data but no errors.
  stream.on('error', (error) => unpacked.destroy(error));
  return { chunks: skip(unpacked, from), taken: () => stream.bytesRead };
}

// gzip has no way to begin in the middle; reading over what is done costs a second for a gigabyte or so.
async function* skip(chunks: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes;
  for await (const chunk of chunks) {
    if (chunk.length > left) yield left > 0 ? chunk.subarray(left) : chunk;
    left = Math.max(0, left - chunk.length);
  }
}
