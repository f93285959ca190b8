import { setTimeout as sleep } from 'node:timers/promises';
import { processIdentity } from '../machine/process-identity.js';
import { readRunFile } from '../machine/run-file.js';

const WAIT_MS = 15_000;

/**
 * After a supervisor was killed, its guard ends what it had started. A start that comes meanwhile waits for that, since
 * two Kafkas or two engines can't share a folder.
 */
export async function waitForLeftovers(dataDir: string, say: (sentence: string) => void): Promise<void> {
  const guard = readRunFile(dataDir)?.guard;
  if (!guard) return;
  const lives = (): boolean => processIdentity(guard.pid) === guard.identity;
  if (!lives()) return;
  say('The stack that ran here was killed; waiting for what it left to end.');
  for (const deadline = performance.now() + WAIT_MS; lives() && performance.now() < deadline; )
    await sleep(100);
}
