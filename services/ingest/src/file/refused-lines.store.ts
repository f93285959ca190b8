import { type FileHandle, open, rm } from 'node:fs/promises';
import type { RefusedLine } from '../import/import-run.js';
import { refusals } from '../snapshot/snapshot.js';

/** How much of a refused line is written down, in bytes. */
export const REFUSED_KEEP = 2_048;

/** The file of refused lines is not the one that the earlier run wrote. */
export class RefusedLinesLost extends Error {
  constructor(path: string) {
    super(
      `The refused lines of the interrupted run are no longer in ${path}. ` +
        'Put the file back, or begin anew with --again.',
    );
  }
}

/**
 * The file beside a snapshot that holds its refused lines: one JSON object a line with `line`, `code`, `reason` and
 * `text`. It exists only when there are any, and holds each exactly once, also after a kill: what an interrupted
 * run wrote beyond its cursor is cut off before the next one writes.
 */
export class RefusedLinesStore {
  private handle: FileHandle | undefined;
  private length = 0;

  constructor(readonly path: string) {}

  /** Makes the file hold exactly its first `bytes` bytes; with 0 an old one goes. */
  async prepare(bytes: number): Promise<void> {
    if (bytes === 0) {
      await rm(this.path, { force: true });
      return;
    }
    let handle: FileHandle;
    try {
      handle = await open(this.path, 'r+');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new RefusedLinesLost(this.path);
      throw error;
    }
    this.handle = handle;
    if ((await handle.stat()).size < bytes) throw new RefusedLinesLost(this.path);
    await handle.truncate(bytes);
    this.length = bytes;
  }

  /** Adds lines durably; says how many bytes the file has then. */
  async append(lines: readonly RefusedLine[]): Promise<number> {
    this.handle ??= await open(this.path, 'w');
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
}
