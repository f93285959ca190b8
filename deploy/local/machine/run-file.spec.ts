import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  readRunFile,
  releaseDataDir,
  runFilePath,
  runningStack,
  serviceSecret,
  takeDataDir,
  updateRunFile,
} from './run-file.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'paperboy-run-file-'));
});
afterEach(() => rm(dir, { recursive: true }));

test('a data folder is taken by one stack at a time', () => {
  expect(takeDataDir(dir)).toBe(true);
  expect(takeDataDir(dir)).toBe(false);
  expect(runningStack(dir)?.pid).toBe(process.pid);
  releaseDataDir(dir);
  expect(runningStack(dir)).toBeUndefined();
  expect(takeDataDir(dir)).toBe(true);
});

test('the run file of a process that has ended, or of a later one with its id, holds nobody back', () => {
  takeDataDir(dir);
  updateRunFile(dir, { identity: 'another' });
  expect(readRunFile(dir)).toBeDefined();
  expect(runningStack(dir)).toBeUndefined();
  expect(takeDataDir(dir)).toBe(true);
});

test('secret and run file are for this user alone, and the secret stays the same', async () => {
  takeDataDir(dir);
  updateRunFile(dir, { phase: 'running' });
  expect((await stat(runFilePath(dir))).mode & 0o777).toBe(0o600);
  const secret = serviceSecret(dir);
  expect(secret.length).toBeGreaterThanOrEqual(32);
  expect(serviceSecret(dir)).toBe(secret);
  expect((await stat(join(dir, 'service-secret'))).mode & 0o777).toBe(0o600);
});
