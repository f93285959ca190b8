import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ManagedProcess, type ProcessEvent } from '../processes/managed-process.js';

/** The options for starting a part of the local stack. */
export interface PartOptions {
  /** The folder of this installation; each part uses a folder of its own name inside it. */
  dataDir: string;
  /** The folder of fetched parts. */
  partsDir: string;
  /** The port to listen on, on loopback. */
  port: number;
  /** Called for every line that the part writes. */
  onLine?: (line: string) => void;
  /** Called when the part dies and when it is started again. */
  onEvent?: (event: ProcessEvent) => void;
}

/** A running part: Kafka, MongoDB, Redis or the mailbox. */
export interface Part {
  name: string;
  /** The address for clients. */
  address: string;
  /** Where it comes from, in words for the table of `npm start`. */
  origin: string;
  /** The process when it is ours; a part from an address in the environment has none. */
  process?: ManagedProcess;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/** A part that is not ours, so it is neither started nor stopped. */
export function foreignPart(name: string, variable: string, address: string): Part {
  return { name, address, origin: `from ${variable}`, pid: undefined, stop: async () => {} };
}

/** The first of these programs on the PATH, with its folder. */
export function findProgram(names: string[], path = process.env.PATH ?? ''): string | undefined {
  for (const name of names) {
    for (const folder of path.split(delimiter).filter(Boolean)) {
      const file = join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not in this folder of the PATH. The next one may have it.
      }
    }
  }
  return undefined;
}

/** What `startProcessPart` needs in addition to the options of every part. */
export interface ProcessPart {
  name: string;
  address: string;
  origin: string;
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  graceMs?: number;
  /** True once the part answers by its protocol. False or a rejection means that it is not ready yet. */
  isReady: () => Promise<boolean>;
}

const READY_WITHIN_MS = 60_000;

/**
 * Starts a part as a child process, and resolves when the part answers. After that it is restarted whenever it dies.
 */
export async function startProcessPart(options: PartOptions, part: ProcessPart): Promise<Part> {
  const child = new ManagedProcess({
    name: part.name,
    command: part.command,
    args: part.args,
    env: part.env,
    cwd: part.cwd,
    restart: true,
    graceMs: part.graceMs,
    onLine: options.onLine,
    onEvent: options.onEvent,
  });
  let died = 0;
  child.options.onEvent = (event) => {
    if (event.type === 'died') died++;
    options.onEvent?.(event);
  };
  child.start();
  const deadline = performance.now() + READY_WITHIN_MS;
  while (!(await part.isReady().catch(() => false))) {
    if (died >= 3 || performance.now() > deadline) {
      const lines = child.lastLines.join('\n  ');
      await child.stop(2_000);
      throw new Error(`${part.name} did not start.${lines ? ` Its last lines:\n  ${lines}` : ''}`);
    }
    await sleep(50);
  }
  return {
    name: part.name,
    address: part.address,
    origin: part.origin,
    process: child,
    get pid() {
      return child.pid;
    },
    stop: async () => {
      await child.stop();
    },
  };
}
