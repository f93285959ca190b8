import { type FileHandle, open, stat } from 'node:fs/promises';
import { refusals } from '../source/snapshot.js';
import type { RefusedLine } from './import-run.js';

/** How much of a refused line is kept, in bytes. */
export const REFUSED_KEEP = 2_048;

/** The refused lines can't be written to their file; the message says what to do. */
export class RefusedLinesLost extends Error {}

/**
 * The path for the refused lines of a new import: the one that was asked for, or the first free name next to the file.
 * No file is ever overwritten. Throws RefusedLinesLost when the path that was asked for exists already.
 */
export async function refusedPath(file: string, asked: string | undefined): Promise<string> {
  if (asked !== undefined) {
    if (await exists(asked))
      throw new RefusedLinesLost(
        `${asked} is there already, and is not written over: choose another --refused.`,
      );
    return asked;
  }
  for (let number = 1; ; number += 1) {
    const path = `${file}.refused${number === 1 ? '' : `-${number}`}.jsonl`;
    if (!(await exists(path))) return path;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/**
 * The file next to a snapshot with its refused lines: one JSON object a line with `line`, `code`, `reason` and `text`.
 * It exists only when there are any. It holds each line exactly once, also after a kill: what an interrupted run wrote
 * beyond its cursor is cut off before the next run writes. A file that no run of this import made is never changed.
 */
export class RefusedLinesStore {
  private handle: FileHandle | undefined;
  private length = 0;

  constructor(readonly path: string) {}

  /**
   * Cuts the file of an import that goes on to its first `bytes` bytes. A new import has none. Throws RefusedLinesLost.
   */
  async prepare(bytes: number, resumed: boolean): Promise<void> {
    if (!resumed) return;
    let handle: FileHandle;
    try {
      handle = await open(this.path, 'r+');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      if (bytes === 0) return;
      throw this.lost();
    }
    this.handle = handle;
    const { size } = await handle.stat();
    if (size < bytes || (size > 0 && !(await isOurs(handle)))) throw this.lost();
    await handle.truncate(bytes);
    this.length = bytes;
  }

  /** Appends lines durably; resolves to the length of the file then, in bytes. */
  async append(lines: readonly RefusedLine[]): Promise<number> {
    this.handle ??= await this.create();
    const text = lines.map(({ line, code, bytes }) => {
      const shown = bytes.subarray(0, REFUSED_KEEP).toString('utf8');
      return `${JSON.stringify({ line, code, reason: refusals[code], text: shown })}\n`;
    });
    const data = Buffer.from(text.join(''));
    await this.handle.write(data, 0, data.length, this.length);
    await this.handle.datasync();
    this.length += data.length;
    return this.length;
  }

  async close(): Promise<void> {
    await this.handle?.close();
    this.handle = undefined;
  }

  private async create(): Promise<FileHandle> {
    try {
      return await open(this.path, 'wx');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      throw new RefusedLinesLost(`${this.path} has come meanwhile, and is not written over: move it away.`);
    }
  }

  private lost(): RefusedLinesLost {
    return new RefusedLinesLost(
      `The refused lines of the interrupted run are no longer in ${this.path}. ` +
        'Put the file back, or begin anew with --again.',
    );
  }
}

/** Whether the file begins as the refused lines of an import do. */
async function isOurs(handle: FileHandle): Promise<boolean> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(60), 0, 60, 0);
  return /^\{"line":\d+,"code":"[a-z-]/.test(buffer.subarray(0, bytesRead).toString('latin1'));
}
