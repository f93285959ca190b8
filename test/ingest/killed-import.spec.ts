import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseName } from '@paperboy/platform';
import { type RunningServices, startServices, testStack, waitFor } from '@paperboy/testing';
import mongoose from 'mongoose';
import { snapshotLine } from '../e2e/snapshot-lines.js';

const PROGRAM = resolve('dist/deploy/cli/paperboy.js');
const LINES = 3_000;
const PATIENT = { timeoutMs: 240_000 };

describe('an import that is killed three times', () => {
  let folder: string;
  let killed: RunningServices;
  let whole: RunningServices;
  let mongo: mongoose.mongo.MongoClient;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paperboy-killed-'));
    mongo = await mongoose.mongo.MongoClient.connect(testStack().mongodbUrl, { retryWrites: false });
    killed = await startServices({ services: { catalog: 1 } });
    whole = await startServices({ services: { catalog: 1 } });
  }, 120_000);
  afterAll(async () => {
    await killed?.stop();
    await whole?.stop();
    await mongo?.close(true);
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  /** With a line that is none among each hundred. */
  const text = Array.from({ length: LINES }, (_, n) =>
    n % 100 === 7 ? `broken ${n}` : snapshotLine(`2510.${String(n + 1).padStart(5, '0')}`, `Lantern ${n}`),
  ).join('\n');
  const papersOf = async ({ namespace }: RunningServices) =>
    mongo
      .db(databaseName(namespace, 'catalog'))
      .collection<{ _id: string; state: object }>('papers')
      .find({}, { projection: { state: 1 } })
      .sort({ _id: 1 })
      .toArray();
  const published = async ({ namespace }: RunningServices): Promise<number> => {
    const imports = mongo
      .db(databaseName(namespace, 'ingest'))
      .collection<{ cursor: { line: number } }>('imports');
    return (await imports.findOne())?.cursor.line ?? 0;
  };

  it('ends as one that was not', async () => {
    const [file, same] = [join(folder, 'killed.jsonl'), join(folder, 'whole.jsonl')];
    await Promise.all([writeFile(file, text), writeFile(same, text)]);
    for (let kills = 0, before = 0; kills < 3; kills += 1) {
      const child = spawn(process.execPath, [PROGRAM, 'import', file, '--json'], {
        env: { ...process.env, ...killed.environment },
        stdio: 'ignore',
      });
      const ended = new Promise((settle) => child.once('close', settle));
      before = await waitFor(
        () => published(killed),
        (line) => line > before || line === LINES,
        { ...PATIENT, everyMs: 20 },
      );
      child.kill('SIGKILL');
      await ended;
    }
    const report = async (services: RunningServices, path: string) =>
      JSON.parse(await services.operator(['import', path, '--json'])) as Record<string, unknown>;
    const [after, unbroken] = [await report(killed, file), await report(whole, same)];
    for (const name of ['read', 'new', 'changed', 'unchanged', 'parked', 'refused', 'refusedByCode'])
      expect([name, after[name]]).toEqual([name, unbroken[name]]);
    expect(await papersOf(killed)).toEqual(await papersOf(whole));
    expect(await readFile(`${file}.refused.jsonl`)).toEqual(await readFile(`${same}.refused.jsonl`));
  }, 400_000);
});
