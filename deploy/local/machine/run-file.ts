import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processIdentity } from './process-identity.js';

/** The content of `<data>/stack.json`, which describes the stack that runs on this data. */
export interface RunFile {
  pid: number;
  /** Distinguishes the process `pid` from a later one with the same id. */
  identity: string;
  /** The shell that ends the remaining processes when the supervisor is killed. */
  guard?: { pid: number; identity: string };
  /** The process groups that the stack has started and that have not ended. */
  children?: { pid: number; identity: string }[];
  phase: 'starting' | 'running';
  startedAt: string;
  /** The variables with the addresses of this installation, for `npx paperboy`. */
  environment: Record<string, string>;
  /** Names and addresses to show to people. */
  addresses: Record<string, string>;
}

/** The path of the run file of an installation. */
export function runFilePath(dataDir: string): string {
  return join(dataDir, 'stack.json');
}

/** The run file, even one that an ended stack did not remove. */
export function readRunFile(dataDir: string): RunFile | undefined {
  try {
    return JSON.parse(readFileSync(runFilePath(dataDir), 'utf8')) as RunFile;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`${runFilePath(dataDir)} can't be read: ${String(error)}. Remove it if no stack runs.`);
  }
}

/** The stack that runs on this data now, if any. */
export function runningStack(dataDir: string): RunFile | undefined {
  const file = readRunFile(dataDir);
  return file && processIdentity(file.pid) === file.identity ? file : undefined;
}

/** Claims the data folder for this process, and closes it to other users. False when a running stack holds it. */
export function takeDataDir(dataDir: string): boolean {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  // The folder holds mail addresses and sign-in links. An existing folder may be open to other users.
  chmodSync(dataDir, 0o700);
  if (runningStack(dataDir)) return false;
  rmSync(runFilePath(dataDir), { force: true });
  const file: RunFile = {
    pid: process.pid,
    identity: processIdentity(process.pid) ?? '',
    phase: 'starting',
    startedAt: new Date().toISOString(),
    environment: {},
    addresses: {},
  };
  try {
    // "wx": when two stacks start at the same moment, only one can create the file.
    writeFileSync(runFilePath(dataDir), JSON.stringify(file), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Changes the run file atomically. Only this user can read it, since it holds a secret. */
export function updateRunFile(dataDir: string, change: Partial<RunFile>): void {
  const current = readRunFile(dataDir);
  if (current?.pid !== process.pid) throw new Error(`${runFilePath(dataDir)} belongs to another process.`);
  const temporary = `${runFilePath(dataDir)}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify({ ...current, ...change }, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, runFilePath(dataDir));
}

/** Releases the data folder. */
export function releaseDataDir(dataDir: string): void {
  if (readRunFile(dataDir)?.pid === process.pid) rmSync(runFilePath(dataDir), { force: true });
}

/** The installation's own secret. It is made once, and only this user can read it. */
export function serviceSecret(dataDir: string): string {
  const file = join(dataDir, 'service-secret');
  try {
    writeFileSync(file, randomBytes(48).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8');
}
