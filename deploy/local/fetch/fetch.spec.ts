import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { fetchOnce, run } from './fetch.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'paperboy-fetch-'));
});
afterEach(() => rm(dir, { recursive: true }));

test('a part is fetched once, also when two ask at the same time', async () => {
  const fill = (folder: string): Promise<void> => writeFile(join(folder, 'file'), 'bytes');
  const [one, other] = await Promise.all([
    fetchOnce(dir, 'part', '1', fill),
    fetchOnce(dir, 'part', '1', fill),
  ]);
  expect(one).toBe(other);
  await fetchOnce(dir, 'part', '1', () => Promise.reject(new Error('fetched again')));
  expect(await readdir(dir)).toEqual(['part-1']);
});

test('a fetch that fails leaves nothing that looks finished', async () => {
  await expect(fetchOnce(dir, 'part', '1', () => Promise.reject(new Error('no network')))).rejects.toThrow(
    'no network',
  );
  expect(await readdir(dir)).toEqual([]);
});

test('what a killed fetch has left is removed by the next one', async () => {
  await writeFile(join(dir, 'part-1.4194304000-0badcafe.part'), '');
  await fetchOnce(dir, 'part', '1', async () => {});
  expect(await readdir(dir)).toEqual(['part-1']);
});

test('a program that fails says so with its last words', async () => {
  await expect(run('sh', ['-c', 'echo no such mirror; exit 3'])).rejects.toThrow(
    /code 3:\n {2}no such mirror/,
  );
});
