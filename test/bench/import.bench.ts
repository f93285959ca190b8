import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PaperState } from '@paperboy/contracts';
import { databaseName } from '@paperboy/platform';
import { type RunningServices, startServices, startTestStack } from '@paperboy/testing';
import Database from 'libsql';
import mongoose from 'mongoose';
import { memoryOfTree } from '../../deploy/local/machine/memory.js';
import { guard } from '../../deploy/local/processes/guard.js';
import { firstValue } from '../../services/catalog/src/search/index/statement.reader.js';
import { SearchIndex } from '../../services/catalog/src/search/thread/search-index.client.js';
import type { Findings } from './figures.js';
import { processorMs, processorShares } from './processor.js';
import { writeSnapshot } from './snapshot-file.js';

const PROGRAM = resolve('dist/deploy/cli/paperboy.js');
const MEASURED = ['ingest', 'catalog', 'ranking', 'web'] as const;
const LOOK_EVERY_MS = 1_000;
const BATCH = 500;

type StoredPaper = { _id: string; seq: number; state: Omit<PaperState, 'seq'> };

/**
 * How fast a snapshot comes in, through every part, until its papers are stored and until they are found: against the
 * same documents written by bare `insertMany` into the same engine, and the same index built alone.
 */
export async function importBench(lines: number): Promise<Findings> {
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-bench-'));
  guard.addTemporary(folder);
  const backing = await startTestStack();
  let services: RunningServices | undefined;
  try {
    const searchFolder = join(folder, 'search');
    services = await startServices({
      services: { ingest: 1, catalog: 1, ranking: 1, web: 1 },
      env: { CHECK_ANSWERS: 'false', SEARCH_FOLDER: searchFolder },
    });
    const file = join(folder, 'snapshot.jsonl');
    await writeSnapshot(file, lines);
    const run = await imported(services, file, searchFolder, lines);
    const bare = await bareFigures(services, folder, lines);
    const rate = (seconds: number) => lines / seconds;
    return {
      figures: [
        {
          name: 'papers stored',
          ours: rate(run.storedSeconds),
          bare: rate(bare.insertSeconds),
          ratio: bare.insertSeconds / run.storedSeconds,
          unit: 'a second',
          aim: 'ratio 0.33',
        },
        {
          name: 'papers searchable',
          ours: rate(run.searchableSeconds),
          bare: rate(bare.indexSeconds),
          ratio: bare.indexSeconds / run.searchableSeconds,
          unit: 'a second',
          aim: 'ratio 0.5',
        },
      ],
      memory: run.peaks,
      notes: [
        `${lines} lines; the memory of each service is its peak during the import. "bare" is insertMany of the same ` +
          `documents, ${BATCH} at a time, and the same index written by itself, ${BATCH} papers at a time.`,
        `Milliseconds of processor for a paper until it is stored: ${run.storedShares}; of insertMany and the engine: ` +
          `${(bare.insertProcessorMs / lines).toFixed(3)}. Until it is found: ${run.shares}.`,
      ],
    };
  } finally {
    await services?.stop();
    await backing.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface ImportRun {
  readonly storedSeconds: number;
  readonly searchableSeconds: number;
  /** Megabytes. */
  readonly peaks: Record<string, number>;
  /** What each process took for a paper until all were stored, and until all were found. */
  readonly storedShares: string;
  readonly shares: string;
}

async function imported(
  services: RunningServices,
  file: string,
  searchFolder: string,
  lines: number,
): Promise<ImportRun> {
  const names = new Map(MEASURED.map((name) => [services.pid(name) ?? 0, name as string]));
  const before = processorMs(names);
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1_000;
  const child = spawn(process.execPath, [PROGRAM, 'import', file, '--json'], {
    env: { ...process.env, ...services.environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  names.set(child.pid ?? 0, 'the import');
  let storedSeconds = Number.NaN;
  let storedShares = '';
  let code: number | null = null;
  let atLast = before;
  const ended = new Promise<void>((settle) => {
    child.once('close', (exitCode) => {
      code = exitCode;
      storedSeconds = seconds();
      storedShares = processorShares(before, new Map([...atLast, ...processorMs(names)]), lines);
      settle();
    });
  });
  const peaks: Record<string, number> = {};
  const note = (name: string, pid: number | undefined) => {
    if (pid !== undefined) peaks[name] = Math.max(peaks[name] ?? 0, memoryOfTree(pid) / 1_000_000);
  };
  while ((await searchable(searchFolder)) < lines) {
    if (code !== null && code !== 0) throw new Error(`The import ended with ${code}.`);
    for (const name of MEASURED) note(name, services.pid(name));
    if (code === null) note('the import', child.pid);
    // What a process that has ended took is in no later look.
    if (code === null) atLast = processorMs(names);
    await sleep(LOOK_EVERY_MS);
  }
  const searchableSeconds = seconds();
  await ended;
  if (code !== 0) throw new Error(`The import ended with ${code}.`);
  const after = new Map([...atLast, ...processorMs(names)]);
  const shares = processorShares(before, after, lines);
  return { storedSeconds, searchableSeconds, peaks, storedShares, shares };
}

/** How many papers the index of the catalog's one replica has, committed. */
async function searchable(searchFolder: string): Promise<number> {
  const files = await readdir(searchFolder, { recursive: true }).catch(() => []);
  const file = files.find((name) => name.endsWith('.db'));
  if (file === undefined) return 0;
  const database = new Database(join(searchFolder, file), { timeout: 5_000, readonly: true });
  try {
    return firstValue<number>(database, 'SELECT count(*) FROM papers')() ?? 0;
  } catch {
    // The catalog is just making it.
    return 0;
  } finally {
    database.close();
  }
}

/** The same documents into the same engine, and into an index of the same kind, each by itself. */
async function bareFigures(
  services: RunningServices,
  folder: string,
  lines: number,
): Promise<{ insertSeconds: number; insertProcessorMs: number; indexSeconds: number }> {
  const { MONGODB_URL = '' } = services.environment;
  const mongo = await mongoose.mongo.MongoClient.connect(MONGODB_URL, { retryWrites: false });
  const index = new SearchIndex({
    file: join(folder, 'alone', 'index.db'),
    readers: 1,
    log: { warn: () => undefined },
    onCleared: () => undefined,
  });
  try {
    const from = mongo.db(databaseName(services.namespace, 'catalog')).collection<StoredPaper>('papers');
    const into = mongo
      .db(`${databaseName(services.namespace, 'catalog')}-bare`)
      .collection<StoredPaper>('papers', { writeConcern: { w: 'majority', journal: true } });
    let insertMs = 0;
    let insertProcessorMs = 0;
    let indexMs = 0;
    let done = 0;
    for await (const some of batches(from.find().sort({ _id: 1 }))) {
      const before = insertProcessor();
      const begun = performance.now();
      await into.insertMany(some, { ordered: false });
      insertMs += performance.now() - begun;
      insertProcessorMs += insertProcessor() - before;
      const inserted = performance.now();
      const papers = some.map(({ seq, state }) => ({
        state: { ...state, seq } as PaperState,
        arrivedOn: state.arrivedAt.slice(0, 10),
      }));
      const next = done + some.length;
      await index.write({
        source: 'papers/0',
        first: String(done),
        next: String(next),
        papers,
        voted: [],
        now: 0,
      });
      indexMs += performance.now() - inserted;
      done = next;
    }
    if (done !== lines) throw new Error(`The catalog has ${done} papers instead of ${lines}.`);
    return { insertSeconds: insertMs / 1_000, insertProcessorMs, indexSeconds: indexMs / 1_000 };
  } finally {
    await index.close();
    await mongo.close(true);
  }
}

/** Milliseconds of processor that this process and the engine have taken so far. */
function insertProcessor(): number {
  const byName = processorMs(new Map([[process.pid, 'this']]));
  return (byName.get('this') ?? 0) + (byName.get('mongodb') ?? 0);
}

async function* batches<T>(all: AsyncIterable<T>): AsyncGenerator<T[]> {
  let some: T[] = [];
  for await (const one of all) {
    some.push(one);
    if (some.length < BATCH) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}
