import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@paperboy/testing';
import { freePort } from '../machine/free-port.js';
import { processIdentity } from '../machine/process-identity.js';
import { type RunFile, readRunFile } from '../machine/run-file.js';
import { projectRoot } from '../paths.js';

const BOOT_MS = 120_000;

describe('a start whose supervisor and guard were killed', () => {
  let folder: string;
  let data: string;
  let ports: { MAILBOX_PORT: string; MAILBOX_SMTP_PORT: string };
  let supervisor: ChildProcess | undefined;
  let output = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paperboy-killed-start-'));
    data = join(folder, 'data');
    ports = { MAILBOX_PORT: String(await freePort()), MAILBOX_SMTP_PORT: String(await freePort()) };
  });
  afterAll(async () => {
    supervisor?.kill('SIGTERM');
    await waitFor(() => readRunFile(data) === undefined, Boolean, { timeoutMs: 60_000 });
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }, 90_000);

  async function running(): Promise<RunFile> {
    const { KAFKA_BROKERS, MONGODB_URL, REDIS_URL, SMTP_URL, ...env } = process.env;
    output = '';
    const start = join(projectRoot, 'dist', 'deploy', 'local', 'start.js');
    supervisor = spawn(process.execPath, [start, '--parts-only'], {
      env: { ...env, ...ports, PAPERBOY_DATA: data, TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [supervisor.stdout, supervisor.stderr])
      stream?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    const isRunning = (file?: RunFile): boolean => file?.pid === supervisor?.pid && file?.phase === 'running';
    const file = await waitFor(() => readRunFile(data), isRunning, { timeoutMs: BOOT_MS });
    return file as RunFile;
  }

  it(
    'is followed by one that ends what was left, and then serves the same ports and data',
    async () => {
      const first = await running();
      const left = first.children ?? [];
      expect(left.length).toBeGreaterThanOrEqual(3);
      for (const pid of [first.guard?.pid, first.pid]) if (pid) process.kill(pid, 'SIGKILL');
      await waitFor(() => processIdentity(first.pid) === undefined);
      expect(left.filter(({ pid, identity }) => processIdentity(pid) === identity)).toEqual(left);

      const second = await running();
      expect(output).toContain(`left ${left.length} processes; ending them`);
      expect(left.filter(({ pid, identity }) => processIdentity(pid) === identity)).toEqual([]);
      expect(second.addresses.mailbox).toBe(first.addresses.mailbox);
    },
    2 * BOOT_MS,
  );

  it('has a data folder that other users can not look into', async () => {
    expect((await stat(data)).mode & 0o077).toBe(0);
  });

  it('leaves no temporary folder of an engine that was killed beside the one in use', () => {
    const engines = readdirSync(folder)
      .filter((name) => name.startsWith('paperboy-mongodb-'))
      .map((name) => readdirSync(join(folder, name)).length);
    // A mongod on the PATH needs no such folder.
    expect(engines.every((sockets) => sockets <= 1)).toBe(true);
  });
});
