import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { type FileKind, fileKind, NoSnapshot, refuseForeign } from './file-kind.js';
import { DamagedPack, unpackGzip } from './gzip-members.reader.js';
import { openZipEntry } from './zip-entry.store.js';

const EDGE = 64 * 1024;
const CHUNK = 256 * 1024;
/** How many of the first bytes are read to recognize the format. */
const HEAD = 512;
const LINE_BREAK = Buffer.from('\n');

/** A snapshot: a file on this machine, or standard input. */
export interface SnapshotFile {
  readonly path: string;
  /** The size of the file on the disk, in bytes; 0 for standard input, whose size is not known. */
  readonly size: number;
  /** The same for the same content under any name. Made of a file's size and both ends, or of a stream's beginning. */
  readonly identity: string;
  readonly kind: FileKind;
  /** Present for standard input: its bytes, which can be read once. */
  readonly input?: AsyncIterable<Buffer>;
}

/** The file could not be read to its end; the message says what is wrong and what to do. */
export class BrokenFile extends Error {}

async function edge(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/**
 * Identifies a file and its format. Rejects with the system's error when it can't be read, with an error that says that
 * it is not a file or is empty, and with NoSnapshot when its first bytes are of another format.
 */
export async function describeFile(path: string): Promise<SnapshotFile> {
  const found = await stat(path);
  if (!found.isFile()) throw new Error(`${path} is not a file.`);
  if (found.size === 0) throw new Error('It is empty.');
  const handle = await open(path, 'r');
  try {
    const first = await edge(handle, 0, Math.min(EDGE, found.size));
    const last = await edge(handle, Math.max(0, found.size - EDGE), Math.min(EDGE, found.size));
    const identity = createHash('sha256')
      .update(`${found.size}\n`)
      .update(first)
      .update(last)
      .digest('base64url');
    return {
      path,
      size: found.size,
      identity: identity.slice(0, 32),
      kind: fileKind(first.subarray(0, HEAD)),
    };
  } finally {
    await handle.close();
  }
}

/** The bytes of a file while they are read. */
export interface OpenFile {
  /** Ends with BrokenFile when the file is damaged, and with NoSnapshot when it turns out to be something else. */
  readonly chunks: AsyncIterable<Buffer>;
  /** How much of the file on the disk has been read, in bytes. */
  taken(): number;
}

/**
 * Reads a file from where an earlier run stopped: `from` counts bytes after unpacking. Standard input is read from its
 * beginning.
 */
export async function openFile(file: SnapshotFile, from: number): Promise<OpenFile> {
  if (file.input) return openInput(file.input, file.kind);
  if (file.kind === 'plain') {
    const stream = createReadStream(file.path, { start: from, highWaterMark: CHUNK });
    return { chunks: whole(stream), taken: () => from + stream.bytesRead };
  }
  if (file.kind === 'gzip') {
    const stream = createReadStream(file.path, { highWaterMark: CHUNK });
    return { chunks: skip(unpackedBytes(unpackGzip(stream)), from), taken: () => stream.bytesRead };
  }
  const { stream, size } = await openZipEntry(file.path);
  // How many bytes of the archive have been read is not known, so progress is measured in unpacked ones.
  let read = 0;
  const counted = count(unpackedBytes(stream), (bytes) => {
    read += bytes;
  });
  return { chunks: skip(counted, from), taken: () => (file.size * read) / Math.max(1, size) };
}

function openInput(input: AsyncIterable<Buffer>, kind: FileKind): OpenFile {
  let taken = 0;
  const counted = count(input, (bytes) => {
    taken += bytes;
  });
  const stream = Readable.from(counted, { objectMode: false, highWaterMark: CHUNK });
  if (kind === 'plain') return { chunks: whole(stream), taken: () => taken };
  return { chunks: unpackedBytes(unpackGzip(stream)), taken: () => taken };
}

async function* count(chunks: AsyncIterable<Buffer>, add: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    add(chunk.length);
    yield chunk;
  }
}

/** Unpacked bytes. Ends with NoSnapshot when they are of another format, and with BrokenFile when they are cut off. */
async function* unpackedBytes(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const chunk of whole(stream)) {
    if (isFirst) refuseForeign(chunk.subarray(0, HEAD));
    isFirst = false;
    yield chunk;
  }
}

async function* whole(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* stream;
  } catch (error) {
    if (error instanceof NoSnapshot) throw error;
    if (error instanceof DamagedPack) {
      // The last line is whole, though no line break may follow it.
      if (error.isAllUnpacked) yield LINE_BREAK;
      throw new BrokenFile(error.message);
    }
    throw new BrokenFile(sentenceOf(error as NodeJS.ErrnoException));
  }
}

function sentenceOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'Z_BUF_ERROR')
    return 'The file ends in the middle of what is packed in it: it was not copied or downloaded as a whole.';
  if (code?.startsWith('Z_'))
    return `The file is damaged: what is packed in it can't be unpacked (${message}).`;
  return `The file can't be read to its end (${message}).`;
}

// A packed file can't be opened in its middle. Skipping what has been read costs about a second for a gigabyte.
async function* skip(chunks: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes;
  for await (const chunk of chunks) {
    if (chunk.length > left) yield left > 0 ? chunk.subarray(left) : chunk;
    left = Math.max(0, left - chunk.length);
  }
}
