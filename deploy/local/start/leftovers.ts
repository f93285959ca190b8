import { setTimeout as sleep } from 'node:timers/promises';
import { processIdentity } from '../machine/process-identity.js';
import { readRunFile } from '../machine/run-file.js';
import type { KnownProcess } from '../processes/guard.js';

/** How long to wait for the guard, which gives the processes ten seconds after SIGTERM. So do we (`GRACE_MS`). */
const GUARD_MS = 15_000;
const GRACE_MS = 10_000;
const KILLED_MS = 5_000;

/**
 * After a supervisor was killed, its guard ends the processes that it had started. A new start waits for that, since
 * two Kafkas or two engines can't share a folder. If the guard was killed as well, the processes in the run file are
 * ended here. Each is identified by its id and its start time. Throws when one does not end.
 */
export async function endLeftovers(dataDir: string, say: (sentence: string) => void): Promise<void> {
  const file = readRunFile(dataDir);
  if (file?.guard && runs(file.guard)) {
    say('The stack that ran here was killed; waiting for what it left to end.');
    await ended([file.guard], GUARD_MS);
  }
  const left = (file?.children ?? []).filter(runs);
  if (left.length === 0) return;
  say(`The stack that ran here was killed and left ${left.length} processes; ending them.`);
  signal(left, 'SIGTERM');
  if (await ended(left, GRACE_MS)) return;
  signal(left.filter(runs), 'SIGKILL');
  if (await ended(left, KILLED_MS)) return;
  const ids = left.filter(runs).map(({ pid }) => pid);
  throw new Error(
    `A stack that ran on ${dataDir} left processes that do not end (${ids.join(', ')}): end them, then start again. ` +
      'Two stacks on one folder would spoil its data.',
  );
}

function runs({ pid, identity }: KnownProcess): boolean {
  return processIdentity(pid) === identity;
}

function signal(processes: readonly KnownProcess[], name: NodeJS.Signals): void {
  for (const { pid } of processes) {
    try {
      process.kill(-pid, name);
    } catch (error) {
      // It may have ended between the look and the signal.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

async function ended(processes: readonly KnownProcess[], withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (processes.some(runs)) {
    if (performance.now() > deadline) return false;
    await sleep(100);
  }
  return true;
}
