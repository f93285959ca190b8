import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@paperboy/testing';
import { Cluster } from './cluster.js';
import { Casters, submitAll } from './load/casters.js';
import { makeVoters } from './load/clients.js';
import { Imports } from './load/imports.js';
import { CatalogDocuments } from './oracle/catalog-documents.js';
import { dumpLists } from './oracle/ranking-lists.js';
import { judgeReadings, type Reading } from './oracle/readings.js';
import { listsAreCounted } from './oracle/verdicts.js';
import { placesToRead, Watcher } from './oracle/watchers.js';
import { PUBLICATION_ROLL_OVER, rollOverMs, today } from './publication-day.js';
import { randomOf } from './random.js';

const IMPORTED = 1_000;
/** Fewer than a hundred at the end, so that one answer holds the whole day. */
const SUBMITTED = { before: 60, meanwhile: 35 };
const VOTERS = 60;
const VOTES_BEFORE = 800;
const REBUILDS = 3;
/** Between an acknowledged vote and its count on a machine that has much else to do, with the lists held still. */
const COUNTED_WITHIN_MS = 20_000;

describe('While the lists are rebuilt under load', () => {
  let folder: string;
  let cluster: Cluster;
  let documents: CatalogDocuments;
  let casters: Casters;
  let watchers: Watcher[] = [];
  let readings: Reading[];
  /** From when to when each rebuild ran. */
  const rebuilds: { from: number; to: number }[] = [];

  const progress = () => cluster.ask<{ state: string }>('ranking', 'GET', '/internal/rebuild');
  const rebuild = async (): Promise<void> => {
    const from = Date.now();
    const { state } = await cluster.ask<{ state: string }>('ranking', 'POST', '/internal/rebuild', {});
    expect(state).toBe('running');
    await waitFor(progress, (now) => now.state === 'idle', { timeoutMs: 60_000, everyMs: 50 });
    rebuilds.push({ from, to: Date.now() });
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paperboy-rebuild-'));
    cluster = await Cluster.start(
      {
        NEW_PERSON_HOURS: '0',
        PUBLICATION_ROLL_OVER,
      },
      { ingest: 0, catalog: 1, ranking: 2, mailer: 0, web: 2 },
    );
    const { services } = cluster;
    documents = await CatalogDocuments.open(services.namespace);
    const imports = new Imports(folder, services.environment, IMPORTED, Date.now());
    await imports.one();
    const voters = await makeVoters(cluster, VOTERS);
    const [curator] = voters;
    if (!curator) throw new Error('Nobody can submit.');
    const [web = ''] = services.addresses('web');
    const papers = imports.papers.slice(0, SUBMITTED.before + SUBMITTED.meanwhile);
    const first = papers.slice(0, SUBMITTED.before);
    await submitAll(web, curator, first);
    const random = randomOf(Date.now());
    const wishes = first.flatMap((paperId) =>
      voters.map((voter) => ({ voter, paperId, at: random.below(1e9) })),
    );
    casters = new Casters(
      web,
      wishes.sort((a, b) => a.at - b.at),
    );
    await casters.cast(VOTES_BEFORE);
    await listsAreCounted(documents, services.addresses('ranking'), rollOverMs);

    watchers = placesToRead(services.addresses('ranking'), services.addresses('web'), today).map(
      (place) => new Watcher(place),
    );
    for (const watcher of watchers) watcher.start();
    casters.start(60);
    let over = false;
    const submitting = (async () => {
      for (const paperId of papers.slice(SUBMITTED.before)) {
        if (over) return;
        await submitAll(web, curator, [paperId]);
        await sleep(300);
      }
    })();
    for (let n = 0; n < REBUILDS; n++) await rebuild();
    over = true;
    await Promise.all([submitting, casters.stop(), ...watchers.map((watcher) => watcher.stop())]);
    readings = watchers.flatMap((watcher) => watcher.readings);
    process.stderr.write(
      `${readings.length} answers, ${readings.filter(({ stale }) => stale).length} marked as stale, ` +
        `${casters.casts.length} votes; rebuilds took ${rebuilds.map(({ from, to }) => to - from).join(', ')} ms.\n`,
    );
  }, 300_000);

  afterAll(async () => {
    await Promise.all(watchers.map((watcher) => watcher.stop()));
    await casters?.stop();
    await cluster?.stop();
    await documents?.close();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it('every place was read during each rebuild, and knew the present lists', () => {
    const during = watchers.map(({ readings: all }) =>
      rebuilds.map(({ from, to }) =>
        all.filter(({ startedAt, endedAt }) => startedAt <= to && endedAt >= from),
      ),
    );
    expect(Math.min(...during.flat().map(({ length }) => length))).toBeGreaterThan(0);
    for (const some of during) expect(some.flat().filter(({ stale }) => !stale)).not.toEqual([]);
  });

  it('no vote was refused, and no service ended', () => {
    expect(casters.refused).toEqual([]);
    expect(cluster.ownDeaths).toEqual([]);
  });

  it('each answer was a right one', async () => {
    const papers = await documents.papers();
    const submittedAt = new Map(papers.map(({ id, submission }) => [id, Date.parse(submission?.at ?? '')]));
    const known = { casts: casters.casts, submittedAt, countedWithinMs: COUNTED_WITHIN_MS };
    const wrong = judgeReadings(readings, known);
    expect({ count: wrong.length, first: wrong.slice(0, 10) }).toEqual({ count: 0, first: [] });
  });

  it('afterwards each list of each replica is what counting the votes gives', async () => {
    const addresses = cluster.services.addresses('ranking');
    expect(await listsAreCounted(documents, addresses, rollOverMs)).toBeGreaterThan(20);
  }, 120_000);

  it('and one more rebuild changes no bit', async () => {
    const before = await dumpLists(cluster.services.namespace);
    await rebuild();
    const after = await dumpLists(cluster.services.namespace);
    expect(before.size).toBeGreaterThan(100);
    const differing = [...new Set([...before.keys(), ...after.keys()])].filter(
      (key) => before.get(key) !== after.get(key),
    );
    expect(differing).toEqual([]);
  }, 90_000);

  it('nothing lies among the dead letters', async () => {
    expect(JSON.parse(await cluster.services.operator(['dead-letters', 'list', '--json']))).toEqual([]);
  }, 60_000);
});
