import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What an import says at its end. */
export interface ImportReport {
  read: number;
  new: number;
  changed: number;
  unchanged: number;
  refused: number;
}

const PROGRAM = resolve('dist/deploy/cli/paperboy.js');
const CATEGORIES = ['cs.LG', 'cs.CL cs.LG', 'stat.ML', 'math.PR cs.LG', 'quant-ph'];
const DAY_MS = 86_400_000;

/** Imports files of invented papers, one after the other; each may be killed at any time and is then begun again. */
export class Imports {
  readonly reports: ImportReport[] = [];
  /** Ids of all papers in files that were begun. */
  readonly papers: string[] = [];
  /** How often one was killed in the middle. */
  kills = 0;
  private readonly failures: string[] = [];
  private child: ChildProcess | undefined;
  private stopping = false;
  private abandoned = false;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly folder: string,
    private readonly environment: Record<string, string>,
    private readonly linesPerFile: number,
    private readonly now: number,
  ) {}

  /** Imports one file to its end, however often it is killed. */
  async one(): Promise<ImportReport> {
    const number = this.reports.length + 1;
    const ids = Array.from({ length: this.linesPerFile }, (_, n) => idOf(number, n));
    const file = join(this.folder, `papers-${number}.jsonl`);
    await writeFile(file, ids.map((id, n) => `${line(id, this.now - (n % 40) * DAY_MS, n)}\n`).join(''));
    this.papers.push(...ids);
    for (let attempt = 1; ; attempt++) {
      const { code, stdout, stderr } = await this.run(file);
      if (code === 0) {
        const report = JSON.parse(stdout) as ImportReport;
        this.reports.push(report);
        return report;
      }
      this.failures.push(`import ${number} ended with ${code}: ${stderr.trim().slice(-300)}`);
      if (attempt === 100 || this.abandoned)
        throw new Error(`An import never ended:\n${this.failures.slice(-5).join('\n')}`);
      await sleep(200);
    }
  }

  /** Imports one file after the other until it is stopped. */
  start(): void {
    this.running = (async () => {
      while (!this.stopping) {
        await this.one();
        await sleep(500);
      }
    })();
    // Told by stop().
    this.running.catch(() => undefined);
  }

  /** SIGKILL for the import that runs, if one does. */
  kill(): void {
    if (this.child?.kill('SIGKILL')) this.kills++;
  }

  /** Lets the present one come to its end. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.running;
  }

  /** Ends at once, as after a failure. */
  abandon(): void {
    this.stopping = true;
    this.abandoned = true;
    this.child?.kill('SIGKILL');
  }

  private run(file: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const child = spawn(process.execPath, [PROGRAM, 'import', file, '--json'], {
      env: { ...process.env, ...this.environment },
    });
    this.child = child;
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk));
    return new Promise((settle, fail) => {
      child.once('error', fail);
      child.once('close', (code) => {
        this.child = undefined;
        settle({ code, stdout, stderr });
      });
    });
  }
}

function idOf(file: number, n: number): string {
  return `25${String(1 + (file % 12)).padStart(2, '0')}.${String(Math.floor(file / 12) * 5_000 + n + 1).padStart(5, '0')}`;
}

function line(id: string, publishedAt: number, n: number): string {
  const date = new Date(publishedAt);
  return JSON.stringify({
    id,
    authors: 'Ada Quill and Bo Lindqvist',
    title: `A lantern of kind ${n}`,
    categories: CATEGORIES[n % CATEGORIES.length],
    abstract: `We light lanterns and measure how far they shine. This is ${id}.`,
    versions: [{ version: 'v1', created: date.toUTCString() }],
    update_date: date.toISOString().slice(0, 10),
    authors_parsed: [
      ['Quill', 'Ada', ''],
      ['Lindqvist', 'Bo', ''],
    ],
  });
}
