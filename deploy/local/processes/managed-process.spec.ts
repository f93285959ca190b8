import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { waitFor } from '@paperboy/testing';
import { processIdentity } from '../machine/process-identity.js';
import { ManagedProcess, type ProcessEvent } from './managed-process.js';

const node = (script: string): Pick<ManagedProcess['options'], 'command' | 'args'> => ({
  command: process.execPath,
  args: ['-e', script],
});

test('a process that is killed is started again, and this is said', async () => {
  const events: ProcessEvent[] = [];
  const child = new ManagedProcess({
    name: 'sleeper',
    ...node('setInterval(() => {}, 1000)'),
    restart: true,
    onEvent: (event) => events.push(event),
  });
  child.start();
  const first = child.pid;
  child.kill('SIGKILL');
  await waitFor(() => child.pid !== undefined && child.pid !== first);
  expect(events).toEqual([
    { type: 'died', code: null, signal: 'SIGKILL', restartInMs: 250, lastLines: [] },
    { type: 'restarted', pid: child.pid },
  ]);
  await child.stop();
  expect(child.running).toBe(false);
});

test('a process that ignores SIGTERM is killed after its grace', async () => {
  const lines: string[] = [];
  const child = new ManagedProcess({
    name: 'stubborn',
    ...node("process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up')"),
    restart: true,
    onLine: (line) => lines.push(line),
  });
  child.start();
  await waitFor(() => lines.includes('up'));
  expect(await child.stop(100)).toEqual({ code: null, signal: 'SIGKILL' });
  expect(child.pid).toBeUndefined();
});

test('stopping says how the process ended, and nothing when there was none', async () => {
  const lines: string[] = [];
  const child = new ManagedProcess({
    name: 'orderly',
    ...node("process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1000); console.log('up')"),
    restart: true,
    onLine: (line) => lines.push(line),
  });
  child.start();
  await waitFor(() => lines.includes('up'));
  expect(await child.stop()).toEqual({ code: 7, signal: null });
  expect(await child.stop()).toBeUndefined();
});

test('a frozen process stops too', async () => {
  const child = new ManagedProcess({ name: 'frozen', ...node('setInterval(() => {}, 1000)'), restart: true });
  child.start();
  child.kill('SIGSTOP');
  await child.stop();
  expect(child.running).toBe(false);
});

test('when a supervisor is killed, its guard ends what it had started', async () => {
  // The same script as the guard's, fed by a process that is killed.
  const script = `
    const { guard } = await import(process.argv[1]);
    const { spawn } = await import('node:child_process');
    const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
    guard.add(child.pid);
    console.log(child.pid);
    setInterval(() => {}, 1000);`;
  const guardFile = new URL('../../../dist/deploy/local/processes/guard.js', import.meta.url).href;
  const supervisor = spawn(process.execPath, ['--input-type=module', '-e', script, guardFile]);
  const [output] = (await once(supervisor.stdout, 'data')) as [Buffer];
  const left = Number(output.toString());
  expect(processIdentity(left)).toBeDefined();
  supervisor.kill('SIGKILL');
  await waitFor(() => processIdentity(left) === undefined);
});
