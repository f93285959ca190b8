import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { processIdentity } from '../machine/process-identity.js';
import { runFilePath } from '../machine/run-file.js';
import { endLeftovers } from './leftovers.js';

let dir: string;
let children: ChildProcess[];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'paperboy-leftovers-'));
  children = [];
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(dir, { recursive: true });
});

/** A process in a group of its own, as the stack starts them. */
async function started(script: string): Promise<{ pid: number; identity: string }> {
  const child = spawn('/bin/sh', ['-c', `${script}; echo ready; while :; do sleep 0.1; done`], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  const pid = child.pid ?? 0;
  return { pid, identity: processIdentity(pid) ?? '' };
}

/** The run file of a supervisor that was killed. */
async function leave(left: { pid: number; identity: string }[]): Promise<void> {
  const gone = { pid: 2 ** 22, identity: 'long gone' };
  await writeFile(runFilePath(dir), JSON.stringify({ ...gone, guard: gone, children: left }));
}

test('what a killed stack and its killed guard left is ended, even what ignores SIGTERM', async () => {
  const meek = await started(':');
  const stubborn = await started("trap '' TERM");
  await leave([meek, stubborn]);
  const said: string[] = [];
  await endLeftovers(dir, (sentence) => said.push(sentence));
  expect([meek, stubborn].map(({ pid }) => processIdentity(pid))).toEqual([undefined, undefined]);
  expect(said).toEqual(['The stack that ran here was killed and left 2 processes; ending them.']);
});

test('a process that only has the id of one that was left is not touched', async () => {
  const stranger = await started(':');
  await leave([{ ...stranger, identity: `${stranger.identity}0` }]);
  await endLeftovers(dir, () => {
    throw new Error('nothing was left');
  });
  expect(processIdentity(stranger.pid)).toBe(stranger.identity);
});
