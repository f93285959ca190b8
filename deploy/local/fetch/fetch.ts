import { type SpawnOptions, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { processIdentity } from '../machine/process-identity.js';
import { guard } from '../processes/guard.js';

/** Emits the name of each part when its fetch begins. */
export const fetches = new EventEmitter<{ begin: [name: string] }>();

/**
 * Returns the folder `<partsDir>/<name>-<version>`, and fills it first when it does not exist. It is filled under a
 * temporary name and renamed when complete. So an interrupted fetch leaves nothing that looks finished, and two
 * fetches at once can't mix.
 */
export async function fetchOnce(
  partsDir: string,
  name: string,
  version: string,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const target = join(partsDir, `${name}-${version}`);
  if (existsSync(target)) return target;
  fetches.emit('begin', name);
  await removeAbandoned(partsDir, name);
  const temporary = `${target}.${process.pid}-${randomBytes(4).toString('hex')}.part`;
  await mkdir(temporary, { recursive: true });
  try {
    await fill(temporary);
    await rename(temporary, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return target;
}

/** Removes the temporary folders of fetches that were killed. */
async function removeAbandoned(partsDir: string, name: string): Promise<void> {
  const entries = existsSync(partsDir) ? await readdir(partsDir) : [];
  for (const entry of entries) {
    const pid = entry.startsWith(`${name}-`) && /\.(\d+)-[0-9a-f]+\.part$/.exec(entry)?.[1];
    if (pid && !processIdentity(Number(pid)))
      await rm(join(partsDir, entry), { recursive: true, force: true });
  }
}

/** A short hash of the inputs of a part, used as its version. Other inputs give another folder. */
export function stampOf(...inputs: string[]): string {
  return createHash('sha256').update(inputs.join('\0')).digest('hex').slice(0, 12);
}

/** How many characters of a program's output are kept, from the end. There must be room for long lists as JSON. */
const OUTPUT_LIMIT = 16_000_000;

/**
 * Runs a program to its end, in a process group that ends with this process, and returns its standard output. When it
 * fails, rejects with the last lines of all its output.
 */
export function run(command: string, args: string[], options: SpawnOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const { pid } = child;
    if (pid) guard.add(pid);
    let written = '';
    let output = '';
    const take = (chunk: string): void => {
      written = (written + chunk).slice(-64_000);
    };
    child.stdout?.setEncoding('utf8').on('data', take);
    child.stdout?.on('data', (chunk: string) => {
      output = (output + chunk).slice(-OUTPUT_LIMIT);
    });
    child.stderr?.setEncoding('utf8').on('data', take);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (pid) guard.remove(pid);
      if (code === 0) return resolve(output);
      const tail = written.trim().split('\n').slice(-12).join('\n  ');
      reject(new Error(`${command} ${args[0] ?? ''} ended with ${signal ?? `code ${code}`}:\n  ${tail}`));
    });
  });
}

/** Makes the folder for a file, and returns the file's name. */
export async function inFolder(file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  return file;
}
