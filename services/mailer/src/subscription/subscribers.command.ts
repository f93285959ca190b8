import { type FileHandle, open } from 'node:fs/promises';
import { type ImportedSubscription, subscribers } from '@paperboy/contracts';
import { OPERATOR_EXIT, remark, runAsOperator, type ServiceClients, say, sayJson } from '@paperboy/platform';
import { Command } from 'commander';
import { stringify } from 'csv-stringify/sync';
import { type FileLine, readSubscriberFile } from './subscriber-file.reader.js';
import { COLUMNS, readRow, rowOf } from './subscriber-row.js';

const AT_ONCE = 100;
const PAGE = 500;
const TELL_EVERY_MS = 5_000;
/** Files with addresses are readable by their owner only. */
const PRIVATE = 0o600;

/** The numbers of lines of an import, by their result. */
interface Counts {
  read: number;
  new: number;
  known: number;
  refused: number;
}

/** A line of the file with its subscription. */
interface Line extends FileLine {
  subscription: ImportedSubscription;
}

/** `npx paperboy subscribers import FILE` and `export FILE`. */
export function subscribersCommand(): Command {
  const command = new Command('subscribers').description('bring subscribers from a CSV file, or write one');
  command
    .command('import')
    .description('start the subscriptions of people who agreed elsewhere; doing it again changes nothing')
    .argument('<file>', `a CSV file with a heading; its columns: ${COLUMNS.join(', ')}`)
    .option('--json', 'print the counts as JSON')
    .action((file: string, { json }: { json?: boolean }) =>
      runAsOperator(async ({ clients }) => {
        const refused = new RefusedRows(file);
        try {
          const counts = await importFile(clients, file, refused);
          const report = refused.path === undefined ? {} : { refusedFile: refused.path };
          if (json) sayJson({ ...counts, ...report });
          else for (const line of countLines(counts, refused.path)) say(line);
          if (counts.read === counts.refused) process.exitCode = OPERATOR_EXIT.failed;
        } finally {
          await refused.close();
        }
      }),
    );
  command
    .command('export')
    .description('write the active subscriptions into a CSV file, with addresses and dates of consent')
    .argument('<file>', 'where it goes; a file that is there is not written over')
    .action((file: string) =>
      runAsOperator(async ({ clients }) => {
        const rows = await exportTo(clients, file);
        say(`${written(rows)} subscriptions are in ${file}.`);
      }),
    );
  return command;
}

/** The counts in words. */
export function countLines({ read, new: fresh, known, refused }: Counts, refusedFile?: string): string[] {
  return [
    `${written(read)} lines: ${written(fresh)} new, ${written(known)} known already, ${written(refused)} refused.`,
    ...(refusedFile === undefined ? [] : [`${refusedFile} says why each was refused.`]),
  ];
}

async function importFile(clients: ServiceClients, file: string, refused: RefusedRows): Promise<Counts> {
  const counts: Counts = { read: 0, new: 0, known: 0, refused: 0 };
  let told = performance.now();
  let waiting: Line[] = [];
  const send = async (): Promise<void> => {
    if (waiting.length === 0) return;
    const lines = waiting;
    waiting = [];
    const subscriptions = lines.map(({ subscription }) => subscription);
    const { results } = await clients.ask(subscribers.import, { body: { subscriptions } });
    for (const [at, { outcome, code = '', detail = '' }] of results.entries()) {
      counts[outcome] += 1;
      const line = lines[at];
      if (outcome === 'refused' && line) await refused.add(line, { code, detail });
    }
  };
  for await (const line of readSubscriberFile(file)) {
    counts.read += 1;
    const subscription = readRow(line.row);
    if ('code' in subscription) {
      counts.refused += 1;
      await refused.add(line, subscription);
    } else waiting.push({ ...line, subscription });
    if (waiting.length === AT_ONCE) await send();
    if (performance.now() - told < TELL_EVERY_MS) continue;
    told = performance.now();
    remark(`${written(counts.read)} lines read, ${written(counts.refused)} refused …`);
  }
  await send();
  return counts;
}

async function exportTo(clients: ServiceClients, file: string): Promise<number> {
  const handle = await open(file, 'wx', PRIVATE);
  try {
    await handle.appendFile(stringify([[...COLUMNS]]));
    let after: string | undefined;
    let rows = 0;
    for (;;) {
      const page = await clients.ask(subscribers.export, { query: { after, limit: PAGE } });
      await handle.appendFile(stringify(page.map(rowOf), { columns: [...COLUMNS], escape_formulas: true }));
      rows += page.length;
      after = page.at(-1)?.id;
      if (after === undefined) return rows;
    }
  } finally {
    await handle.close();
  }
}

/**
 * Writes refused lines to a second file next to the first. It is created with the first line, and overwrites nothing.
 */
class RefusedRows {
  path: string | undefined;
  private handle: FileHandle | undefined;

  constructor(private readonly file: string) {}

  async add({ number, row }: FileLine, { code, detail }: { code: string; detail: string }): Promise<void> {
    this.handle ??= await this.create();
    await this.handle.appendFile(
      stringify([[String(number), code, detail, ...COLUMNS.map((name) => row[name] ?? '')]], {
        escape_formulas: true,
      }),
    );
  }

  async close(): Promise<void> {
    await this.handle?.close();
  }

  private async create(): Promise<FileHandle> {
    for (let number = 1; ; number += 1) {
      const path = `${this.file}.refused${number === 1 ? '' : `-${number}`}.csv`;
      try {
        const handle = await open(path, 'wx', PRIVATE);
        await handle.appendFile(stringify([['line', 'code', 'reason', ...COLUMNS]]));
        this.path = path;
        return handle;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
  }
}

function written(number: number): string {
  return number.toLocaleString('en');
}
