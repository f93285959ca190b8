import { setTimeout as sleep } from 'node:timers/promises';
import type { PaperRecord } from '@paperboy/contracts';
import { retriability } from '@paperboy/platform';
import { linesOf } from '../source/file/lines.js';
import { openFile, type SnapshotFile } from '../source/file/snapshot-file.store.js';
import { LINE_LIMIT, parseLine, type RefusalCode } from '../source/snapshot.js';
import { linesBehind } from './behind-cursor.js';
import { allTaken, IMPORT_START, type ImportCounts, type ImportCursor, refusedOf } from './counts.js';
import type { ImportDocument } from './import.schema.js';
import type { BegunImport, ImportStore } from './import.store.js';
import { type ImportLimits, runImport } from './import-run.js';
import { KeepsNear } from './keeps-near.js';
import { REFUSED_KEEP, RefusedLinesStore } from './refused-lines.store.js';

/** A batch stays under Kafka's 1 MiB for one partition even if all of it goes to one. */
const LIMITS: ImportLimits = { records: 500, bytes: 700_000, inFlight: 4 };
const RENEW_MS = 5_000;
const POLL_MS = 300;
/** How long a dependency may be down before the run ends. The next run goes on. */
const PATIENCE_MS = 120_000;

/** The catalog's counts of an import. */
export interface Tally {
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly taken: number;
  /** Whether the catalog takes imports slowly at present, because people are writing. */
  readonly yielding: boolean;
}

/** What an import needs. */
export interface ImportParts {
  readonly store: ImportStore;
  readonly now: () => Date;
  /** Settles when Kafka has acknowledged all. */
  publish(records: readonly PaperRecord[]): Promise<void>;
  /** The catalog's counts of an import. */
  tally(importId: string): Promise<Tally>;
  /** How many records, of any import, are waiting for the catalog's group. */
  waiting(): Promise<number>;
  readonly progress: ImportProgress;
}

/** Shows how far an import is. */
export interface ImportProgress {
  /** A phase begins. `size` is in bytes for reading and in papers for taking; 0 when it is not known. */
  begin(phase: 'reading' | 'taking', size: number): void;
  at(done: number, papers: number, refused: number): void;
  /** Whether the catalog takes papers slowly at present, because people are writing. */
  yielding(yields: boolean): void;
  end(): void;
  note(sentence: string): void;
}

/** The outcome of an import. `unchanged` counts papers of the file, however often a resumed run published them. */
export interface ImportOutcome {
  readonly importId: string;
  readonly file: string;
  /** True when it went on where an earlier run had stopped. */
  readonly resumed: boolean;
  readonly read: number;
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Records that the catalog could not take: they are in its dead letters. */
  readonly parked: number;
  readonly refused: number;
  readonly refusedByCode: Readonly<Partial<Record<RefusalCode, number>>>;
  /** The file of the refused lines, if there are any. */
  readonly refusedFile?: string;
}

/** The run was stopped. The next run goes on with the import. */
export class ImportStopped extends Error {
  constructor(readonly counts: ImportCounts) {
    super('The import was stopped.');
  }
}

/** Imports one file: from where an earlier run stopped to its last line, and until the catalog has taken all of it. */
export class FileImport {
  constructor(private readonly parts: ImportParts) {}

  /** Throws ImportStopped when `signal` stops it, ImportTaken and ImportLost when another run holds the import. */
  async run(
    file: SnapshotFile,
    names: { readonly file: string; refused(): Promise<string> },
    again: boolean,
    signal: AbortSignal,
  ): Promise<ImportOutcome> {
    const { store, progress } = this.parts;
    const begun = await this.patiently(() => store.begin(file, names.file, names.refused, again), signal);
    const { resumed } = begun;
    if (resumed)
      progress.note(
        `Going on after line ${begun.cursor.line.toLocaleString('en')}, where the run before stopped.`,
      );
    const renewing = setInterval(() => {
      // A lost import or an absent MongoDB makes the next save fail as well, which reports it.
      store.renew(begun._id).catch(() => undefined);
    }, RENEW_MS);
    try {
      // Only the beginning of a stream identifies it, so it is read again to check that the rest is the same.
      const whole = begun.state === 'taking' && file.input === undefined;
      const cursor = whole ? begun.cursor : await this.read(begun, file, signal);
      const tally = await this.taken(begun, cursor.counts.published, signal);
      await this.patiently(() => store.finish(begun._id, 'done'), signal);
      return outcomeOf(begun, resumed, cursor.counts, tally);
    } catch (error) {
      await store
        .release(begun._id)
        .catch(() => progress.note('MongoDB is away: the next run can begin in 15 s.'));
      throw error;
    } finally {
      clearInterval(renewing);
    }
  }

  /** Reads and publishes the rest of the file; returns the cursor behind its last line. */
  private async read(begun: BegunImport, file: SnapshotFile, signal: AbortSignal): Promise<ImportCursor> {
    const { store, progress, now } = this.parts;
    const refused = new RefusedLinesStore(begun.refusedFile);
    await refused.prepare(begun.cursor.refusedBytes, begun.resumed);
    const open = await openFile(file, begun.cursor.end);
    const bounds = { limit: LINE_LIMIT, keep: REFUSED_KEEP };
    const lines = file.input
      ? linesBehind(linesOf(open.chunks, IMPORT_START, bounds), begun.cursor)
      : linesOf(open.chunks, begun.cursor, bounds);
    progress.begin('reading', file.size);
    const near = new KeepsNear(
      async () => {
        const [records, { yielding }] = await Promise.all([
          this.patiently(this.parts.waiting, signal),
          this.patiently(() => this.parts.tally(begun._id), signal),
        ]);
        progress.yielding(yielding);
        return { records, yielding };
      },
      () => sleep(POLL_MS, undefined, { signal }),
    );
    const tell = ({ end, counts }: ImportCursor) =>
      progress.at(file.kind === 'plain' && !file.input ? end : open.taken(), counts.read, refusedOf(counts));
    tell(begun.cursor);
    try {
      const cursor = await runImport(
        lines,
        begun.cursor,
        (line) =>
          line.tooLong ? { refused: 'line-too-long' } : parseLine(line.bytes, begun._id, now().toISOString()),
        {
          publish: async (records) => {
            await near.room(records.length);
            await this.patiently(() => this.parts.publish(records), signal);
          },
          refuse: (refusedLines) => refused.append(refusedLines),
          save: (next) => this.patiently(() => store.save(begun._id, next), signal),
          moved: tell,
        },
        LIMITS,
        signal,
      );
      if (signal.aborted) throw new ImportStopped(cursor.counts);
      await this.patiently(() => store.published(begun._id), signal);
      return cursor;
    } finally {
      progress.end();
      await refused.close();
    }
  }

  /** Waits until the catalog has taken all that was published, or has parked the rest. */
  private async taken(begun: BegunImport, published: number, signal: AbortSignal): Promise<Tally> {
    const { progress, tally, waiting } = this.parts;
    if (published === 0) return { new: 0, changed: 0, unchanged: 0, taken: 0, yielding: false };
    progress.begin('taking', published);
    try {
      for (let passed = 0; ; ) {
        const now = await this.patiently(() => tally(begun._id), signal);
        progress.yielding(now.yielding);
        progress.at(Math.min(now.taken, published), Math.min(now.taken, published), 0);
        if (allTaken(now.taken, published, begun.resumed, passed)) return now;
        passed = (await this.patiently(waiting, signal)) === 0 ? passed + 1 : 0;
        await sleep(POLL_MS, undefined, { signal });
      }
    } catch (error) {
      if (signal.aborted) throw new ImportStopped({ read: 0, published, refused: {} });
      throw error;
    } finally {
      progress.end();
    }
  }

  /** Repeats an attempt while a dependency is down, up to PATIENCE_MS. Every attempt here may be repeated. */
  private async patiently<Result>(attempt: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
    const deadline = performance.now() + PATIENCE_MS;
    for (let round = 0; ; round += 1) {
      try {
        return await attempt();
      } catch (error) {
        const over = signal.aborted || performance.now() > deadline;
        if (over || retriability(error) !== 'retriable') throw error;
        if (round === 1)
          this.parts.progress.note(`${(error as Error).message} Trying again for up to 2 minutes.`);
        // An abort ends the wait, and the next attempt is the last.
        await sleep(Math.min(200 * 2 ** round, 5_000), undefined, { signal }).catch(() => undefined);
      }
    }
  }
}

function outcomeOf(
  begun: ImportDocument,
  resumed: boolean,
  counts: ImportCounts,
  tally: Tally,
): ImportOutcome {
  const parked = Math.max(0, counts.published - tally.taken);
  return {
    importId: begun._id,
    file: begun.file,
    resumed,
    read: counts.read,
    new: tally.new,
    changed: tally.changed,
    // Not the catalog's count: it counts a record that a resumed run published twice as unchanged the second time.
    unchanged: counts.published - parked - tally.new - tally.changed,
    parked,
    refused: refusedOf(counts),
    refusedByCode: counts.refused,
    ...(refusedOf(counts) > 0 ? { refusedFile: begun.refusedFile } : {}),
  };
}
