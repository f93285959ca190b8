import { constants, setPriority } from 'node:os';
import { resolve } from 'node:path';
import { consumers, papers, recordObserved, topics } from '@paperboy/contracts';
import { OperatorKafka } from '@paperboy/messaging';
import {
  ConfigError,
  databaseName,
  Identity,
  IS_IT_RUNNING,
  indexesOf,
  makeIndexes,
  OPERATOR_EXIT,
  operatorEnvironment,
  readConfig,
  remark,
  retriability,
  ServiceClients,
  SystemClock,
  say,
  sayJson,
} from '@paperboy/platform';
import { Command } from 'commander';
import mongoose from 'mongoose';
import { type IngestConfig, ingestConfigSchema } from '../ingest.config.js';
import { countOf } from '../progress/progress.js';
import { ProgressDisplay } from '../progress/progress.template.js';
import { NoSnapshot } from '../source/file/file-kind.js';
import { BrokenFile, describeFile, type SnapshotFile } from '../source/file/snapshot-file.store.js';
import { describeInput, STANDARD_INPUT } from '../source/file/standard-input.store.js';
import { OtherStream } from './behind-cursor.js';
import { FileImport, type ImportOutcome, ImportStopped } from './file-import.service.js';
import { IMPORTS, type ImportDocument, importSchema } from './import.schema.js';
import { ImportStore, ImportTaken } from './import.store.js';
import { summaryOf } from './import-summary.template.js';
import { RefusedLinesLost, refusedPath } from './refused-lines.store.js';

/** The exit code that shells use for a command that Ctrl-C ended. */
const INTERRUPTED = 130;

interface ImportOptions {
  readonly json?: boolean;
  readonly again?: boolean;
  readonly refused?: string;
}

/** Imports a file with the stack that the configuration names; prints the counts on standard output. */
async function importFile(
  config: IngestConfig,
  file: SnapshotFile,
  options: ImportOptions,
  signal: AbortSignal,
): Promise<void> {
  // Reading a large file can fill a core, and people's requests go first.
  setPriority(constants.priority.PRIORITY_LOW);
  const clock = new SystemClock();
  const now = () => clock.now();
  const mongo = new mongoose.mongo.MongoClient(config.MONGODB_URL, {
    serverSelectionTimeoutMS: 1_500,
    socketTimeoutMS: 5_000,
    // They need sessions, which the embedded engine does not have.
    retryWrites: false,
    writeConcern: { w: 'majority', journal: true },
  });
  const kafka = new OperatorKafka({
    brokers: config.KAFKA_BROKERS,
    namespace: config.NAMESPACE,
    service: 'ingest',
    now,
  });
  const clients = new ServiceClients(config, new Identity(config, clock), {
    kind: 'service',
    name: 'operator',
  });
  const imports = () =>
    mongo.db(databaseName(config.NAMESPACE, 'ingest')).collection<ImportDocument>(IMPORTS);
  const store = new ImportStore(imports, now);
  const fileImport = new FileImport({
    store,
    now,
    publish: (records) =>
      kafka.publisher.publish(
        topics.bulkRecords,
        records.map((data) => ({ contract: recordObserved, data })),
      ),
    tally: (id) => clients.ask(papers.importTally, { params: { id } }),
    waiting: () => kafka.waiting(consumers.catalogBulkRecords, topics.bulkRecords),
    progress: new ProgressDisplay(process.stderr, () => performance.now()),
  });
  const begun = performance.now();
  try {
    await mongo.connect();
    await prepare(mongo.db(databaseName(config.NAMESPACE, 'ingest')));
    const name = nameOf(file.path);
    const refused = () => refusedPath(resolve(name), options.refused && resolve(options.refused));
    const outcome = await fileImport.run(file, { file: name, refused }, options.again ?? false, signal);
    const seconds = (performance.now() - begun) / 1_000;
    if (options.json) sayJson({ ...outcome, seconds });
    else for (const line of summaryOf(outcome, seconds)) say(line);
    if (outcome.read === outcome.refused) throw new NothingTaken(outcome);
  } finally {
    await Promise.all([kafka.close(), clients.onApplicationShutdown(), mongo.close(true)]);
  }
}

/** Makes the indexes, without which two runs could import one file at once. Throws when one can't be made. */
async function prepare(database: mongoose.mongo.Db): Promise<void> {
  const [missing] = await makeIndexes(database, indexesOf({ schemas: [importSchema], migrations: [] }));
  if (!missing) return;
  throw new Error(`The index ${missing.name} can't be made: ${missing.reason}.`, { cause: missing.cause });
}

/** The file was read to its end, and none of it was a paper. */
class NothingTaken extends Error {
  constructor({ read, refusedFile }: ImportOutcome) {
    super(
      read === 0
        ? 'It has no lines.'
        : `None of its ${countOf(read)} lines is a paper; ${refusedFile} says why. Is it an arXiv snapshot?`,
    );
  }
}

/** The name of the file in messages. The name of the file of refused lines begins with it. */
function nameOf(path: string): string {
  return path === STANDARD_INPUT ? 'standard-input' : path;
}

/** How to go on with an import that was interrupted. */
function goOnWith(path: string): string {
  return path === STANDARD_INPUT
    ? 'give the same stream again: … | npx paperboy import -'
    : `npx paperboy import ${path}`;
}

/** The exit code and the message for an error that ended an import. */
function verdict(error: unknown, path: string): { code: number; sentence: string } {
  if (error instanceof ImportStopped) {
    const read = error.counts.read > 0 ? ` after ${countOf(error.counts.read)} papers` : '';
    return {
      code: INTERRUPTED,
      sentence: `Stopped${read}. To go on from there: ${goOnWith(path)}`,
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ImportTaken) return { code: OPERATOR_EXIT.refused, sentence: message };
  if (error instanceof NoSnapshot || error instanceof RefusedLinesLost || error instanceof OtherStream)
    return { code: OPERATOR_EXIT.usage, sentence: `${nameOf(path)} can't be imported. ${message}` };
  if (error instanceof NothingTaken)
    return { code: OPERATOR_EXIT.failed, sentence: `Nothing was imported from ${nameOf(path)}. ${message}` };
  if (error instanceof BrokenFile) {
    const sentence =
      `${nameOf(path)} was imported as far as it could be read. ${message} ` +
      'Get it again and import that: papers that are known by then are left as they are.';
    return { code: OPERATOR_EXIT.failed, sentence };
  }
  if (retriability(error) === 'retriable') {
    const sentence = `The stack can't be reached: ${message} Nothing is lost; to go on: ${goOnWith(path)}`;
    return { code: OPERATOR_EXIT.away, sentence };
  }
  return {
    code: OPERATOR_EXIT.failed,
    sentence: `The import failed: ${message} To go on from where it is: ${goOnWith(path)}`,
  };
}

async function run(path: string, options: ImportOptions): Promise<number> {
  let file: SnapshotFile;
  try {
    file = await (path === STANDARD_INPUT ? describeInput(process.stdin) : describeFile(path));
  } catch (error) {
    remark(
      error instanceof NoSnapshot
        ? `${nameOf(path)} can't be imported. ${error.message}`
        : `${nameOf(path)} can't be read: ${(error as Error).message}`,
    );
    return OPERATOR_EXIT.usage;
  }
  let config: IngestConfig;
  try {
    config = readConfig(ingestConfigSchema, operatorEnvironment());
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const line of [...error.message.split('\n'), IS_IT_RUNNING]) remark(line);
    return OPERATOR_EXIT.away;
  }
  const stop = new AbortController();
  const onSignal = () => {
    remark('Stopping when the current batch is published; a second Ctrl-C stops at once.');
    stop.abort();
  };
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    await importFile(config, file, options, stop.signal);
    return OPERATOR_EXIT.done;
  } catch (error) {
    const { code, sentence } = verdict(error, path);
    remark(sentence);
    return code;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

/** `npx paperboy import FILE`. */
export function importCommand(): Command {
  return new Command('import')
    .summary('import the papers of an arXiv snapshot')
    .description(
      'Imports the papers of an arXiv snapshot: a file with one JSON object a line, plain, compressed with gzip, or ' +
        'alone in a zip archive, as Kaggle delivers it. ' +
        'A run that was stopped or killed goes on where it was when the same command is given again. ' +
        'Standard input (-) may be plain or compressed with gzip; to go on, it is read over up to that place.',
    )
    .argument('<file>', 'the snapshot, such as arxiv-metadata-oai-snapshot.json; - reads standard input')
    .option('--json', 'print the counts as JSON')
    .option('--again', 'begin anew instead of going on with a run that was interrupted')
    .option(
      '--refused <path>',
      'where refused lines are written (default: FILE.refused.jsonl, or the first such name that is free)',
    )
    .addHelpText(
      'after',
      '\nExit codes: 0 done, also when some lines were refused; 1 failed, or nothing was imported; 2 wrong usage; 3 the stack can not be reached; ' +
        '4 another run imports this file; 130 stopped by Ctrl-C.',
    )
    .action(async (path: string, options: ImportOptions) => {
      process.exitCode = await run(path, options);
      // Unread input would keep the process alive.
      if (path === STANDARD_INPUT) process.stdin.destroy();
    });
}
