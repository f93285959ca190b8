import { createHash } from 'node:crypto';
import type { PaperRecord } from '@paperboy/contracts';
import type { Line } from '../source/file/lines.js';
import type { ParsedLine, RefusalCode } from '../source/snapshot.js';
import { countsAfter, type ImportCursor } from './counts.js';

/** A refused line, as it is written to the file of refused lines. */
export interface RefusedLine {
  readonly line: number;
  readonly code: RefusalCode;
  readonly bytes: Buffer;
}

/** The side effects of a run. The next step begins only when the promise of the one before has resolved. */
export interface ImportPorts {
  /** Settles when Kafka has acknowledged all of them. */
  publish(records: readonly PaperRecord[]): Promise<void>;
  /** Writes refused lines durably; resolves to the length of their file then, in bytes. */
  refuse(lines: readonly RefusedLine[]): Promise<number>;
  /** Stores the cursor durably. */
  save(cursor: ImportCursor): Promise<void>;
  /** Called whenever the cursor has moved. */
  moved(cursor: ImportCursor): void;
}

/** The limits of a batch, and how many are published at once; memory is bounded by `bytes` times `inFlight`. */
export interface ImportLimits {
  readonly records: number;
  readonly bytes: number;
  readonly inFlight: number;
}

interface Batch {
  readonly records: PaperRecord[];
  readonly refused: RefusedLine[];
  bytes: number;
  line: number;
  end: number;
  /** The bytes of its last line. */
  tail: Buffer;
}

const NO_BYTES = Buffer.alloc(0);

/** A digest of a line, by which it is recognized later. */
export function digestOfLine(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, 16);
}

/**
 * Reads lines into batches and publishes several batches at once. The cursor moves over a batch in the order of the
 * file, and only when everything before it is done. So a kill at any instruction loses nothing: the next run publishes
 * the records beyond the cursor again. Returns the cursor behind the last line, or where `signal` stopped it.
 */
export async function runImport(
  lines: AsyncIterable<Line>,
  start: ImportCursor,
  parse: (line: Line) => ParsedLine,
  ports: ImportPorts,
  limits: ImportLimits,
  signal: AbortSignal,
): Promise<ImportCursor> {
  let cursor = start;
  let failure: { error: unknown } | undefined;
  // Each batch settles after the one before it, so that the first entry is always the oldest.
  const inFlight: Promise<void>[] = [];
  let last: Promise<void> = Promise.resolve();

  const finish = async (batch: Batch, published: Promise<void>, before: Promise<void>): Promise<void> => {
    // The outcome is checked in order: a batch before this one may still move the cursor when this one has failed.
    const outcome = published.then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    await before;
    if (failure) return;
    try {
      const failed = await outcome;
      if (failed) throw failed.error;
      const refusedBytes = batch.refused.length > 0 ? await ports.refuse(batch.refused) : cursor.refusedBytes;
      const codes = batch.refused.map(({ code }) => code);
      const counts = countsAfter(cursor.counts, batch.records.length, codes);
      const tail = digestOfLine(batch.tail);
      const next = { line: batch.line, end: batch.end, refusedBytes, tail, counts };
      await ports.save(next);
      cursor = next;
      ports.moved(cursor);
    } catch (error) {
      // Rethrown below, when the other batches have settled.
      failure = { error };
    }
  };

  const send = async (batch: Batch): Promise<void> => {
    const published = batch.records.length > 0 ? ports.publish(batch.records) : Promise.resolve();
    last = finish(batch, published, last);
    inFlight.push(last);
    if (inFlight.length >= limits.inFlight) await inFlight.shift();
  };

  const emptyBatch = (): Batch => ({ records: [], refused: [], bytes: 0, line: 0, end: 0, tail: NO_BYTES });
  let batch = emptyBatch();
  const readAll = async (): Promise<void> => {
    for await (const line of lines) {
      if (signal.aborted || failure) break;
      const blank = !line.tooLong && line.bytes.every((byte) => byte === 0x20 || byte === 0x09);
      // A whole batch may go to one partition, and Kafka limits what one partition takes at once.
      if (!blank && batch.bytes > 0 && batch.bytes + line.bytes.length > limits.bytes) {
        await send(batch);
        batch = emptyBatch();
      }
      batch.line = line.number;
      batch.end = line.end;
      batch.tail = line.bytes;
      if (blank) continue;
      batch.bytes += line.bytes.length;
      const parsed = parse(line);
      if ('record' in parsed) batch.records.push(parsed.record);
      else batch.refused.push({ line: line.number, code: parsed.refused, bytes: line.bytes });
      if (batch.records.length + batch.refused.length >= limits.records) {
        await send(batch);
        batch = emptyBatch();
      }
    }
  };
  // A file that breaks in its middle ends the reading. The lines before that are still published.
  const broken = await readAll().then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  if (batch.line > 0 && !signal.aborted && !failure) await send(batch);
  await last;
  const ended = failure ?? broken;
  if (ended) throw ended.error;
  return cursor;
}
