import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topics } from '@paperboy/contracts';
import { databaseName } from '@paperboy/platform';
import { type RunningServices, startServices, testStack, waitFor } from '@paperboy/testing';
import mongoose from 'mongoose';
import { snapshotLine } from '../e2e/snapshot-lines.js';
import { readPublished } from '../faults/oracle/published.js';

/** Between the papers and their count, and between each two steps that publish them. */
const POINTS = [
  'outbox.after-write:2',
  'relay.before-publish:1',
  'relay.after-publish:1',
  'relay.after-positions:1',
];
const LINES = 400;
const PATIENT = { timeoutMs: 240_000, everyMs: 50 };

describe('a catalog that is killed at each step while it takes an import', () => {
  let folder: string;
  let services: RunningServices;
  let mongo: mongoose.mongo.MongoClient;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paperboy-killed-'));
    mongo = await mongoose.mongo.MongoClient.connect(testStack().mongodbUrl, { retryWrites: false });
    services = await startServices({ services: { catalog: 1 } });
  }, 120_000);
  afterAll(async () => {
    await services?.stop();
    await mongo?.close(true);
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const idOf = (file: number, line: number) =>
    `25${String(9 + file).padStart(2, '0')}.${String(line + 1).padStart(5, '0')}`;

  it('has each paper once, counts it once, and publishes it', async () => {
    const papers = mongo.db(databaseName(services.namespace, 'catalog')).collection('papers');
    for (const [nth, point] of POINTS.entries()) {
      await services.stopOne('catalog', 1);
      services.start('catalog', 1, { FAULT_POINT: point });
      await services.ready();
      const doomed = services.pid('catalog');
      const file = join(folder, `${nth}.jsonl`);
      const lines = Array.from({ length: LINES }, (_, n) => snapshotLine(idOf(nth, n), `Lantern ${n}`));
      await writeFile(file, lines.join('\n'));
      const report = services.operator(['import', file, '--json']);
      await waitFor(
        () => services.pid('catalog'),
        (pid) => pid !== undefined && pid !== doomed,
        PATIENT,
      );
      expect(JSON.parse(await report)).toMatchObject({
        read: LINES,
        new: LINES,
        changed: 0,
        unchanged: 0,
        parked: 0,
      });
      // Otherwise the next one would die of these when it starts.
      await waitFor(
        () => papers.countDocuments({ bulk: { $exists: true } }),
        (count) => count === 0,
        PATIENT,
      );
    }
    expect(await papers.countDocuments({ seq: 1 })).toBe(POINTS.length * LINES);
    const wanted = POINTS.flatMap((_, file) => Array.from({ length: LINES }, (_, line) => idOf(file, line)));
    const published = await readPublished(
      services.namespace,
      (some) => new Set(some.map(({ key }) => key)).size >= wanted.length,
      [topics.papers],
    );
    expect([...new Set(published.map(({ key }) => key))].sort()).toEqual(wanted.sort());
    expect(new Set(published.map(({ seq }) => seq))).toEqual(new Set([1]));
  }, 400_000);
});
