import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@paperboy/testing';
import { Killer } from './attack/killer.js';
import { planOf } from './attack/plan.js';
import { Cluster } from './cluster.js';
import { Client, makeVoters, type Voter } from './load/clients.js';
import { Imports } from './load/imports.js';
import { LiveRecords } from './load/live-records.js';
import { CatalogDocuments } from './oracle/catalog-documents.js';
import { grouped, judgeOrder, type Sent } from './oracle/oracle.js';
import { publishAgain, readPublished } from './oracle/published.js';
import { dumpLists, keysOfPacked } from './oracle/ranking-lists.js';
import { listsAreCounted, wrongSubmissions, wrongVotes } from './oracle/verdicts.js';
import { PUBLICATION_ROLL_OVER, rollOverMs } from './publication-day.js';
import { randomOf } from './random.js';

const KILLS = Number(process.env.KILLS ?? 60);
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000_000);
const CLIENTS = 4;
const VOTERS_EACH = 3;
/** Few, so that the same votes change again and again; more in a long run, since each can be cast 200 times only. */
const VOTABLE = 6 + Math.ceil(KILLS / 30);
/** Old events that are published once more, as by an operator's replay. */
const AGAIN = 400;
/** Time for one kill at most, on a slow machine. */
const MS_A_KILL = 12_000;

describe(`After ${KILLS} kills (KILLS=${KILLS} SEED=${SEED} npm run faults)`, () => {
  let folder: string;
  let cluster: Cluster;
  let imports: Imports;
  let live: LiveRecords;
  let killer: Killer;
  let clients: Client[] = [];
  let documents: CatalogDocuments;
  let voters: Voter[];
  let sent: Sent[];
  let votable: string[];

  const nothingUnpublished = () =>
    waitFor(
      () => documents.unpublished(),
      (count) => count === 0,
      { timeoutMs: 60_000 },
    );

  beforeAll(
    async () => {
      const random = randomOf(SEED);
      folder = await mkdtemp(join(tmpdir(), 'paperboy-faults-'));
      cluster = await Cluster.start({
        NEW_PERSON_HOURS: '0',
        VOTE_CHANGES_PER_DAY: '10000',
        PUBLICATION_ROLL_OVER,
      });
      documents = await CatalogDocuments.open(cluster.services.namespace);
      imports = new Imports(folder, cluster.services.environment, 400, Date.now());
      killer = new Killer(cluster, imports, () =>
        clients.reduce((sum, client) => sum + client.acknowledged, 0),
      );
      await imports.one();
      votable = imports.papers.slice(0, VOTABLE);
      voters = await makeVoters(cluster, CLIENTS * VOTERS_EACH);
      clients = Array.from(
        { length: CLIENTS },
        (_, n) =>
          new Client(
            cluster.services.addresses('web'),
            voters.slice(n * VOTERS_EACH, (n + 1) * VOTERS_EACH),
            votable,
            imports.papers,
            random.split(`client ${n}`),
            15,
          ),
      );
      live = new LiveRecords(
        cluster.services.namespace,
        async () =>
          (await documents.papers()).map(({ id, categories, publishedAt }) => ({
            paperId: id,
            categories,
            publishedAt,
          })),
        (paperIds) => documents.versions(paperIds),
        random.split('live'),
      );
      for (const client of clients) client.start();
      live.start();
      imports.start();
      await killer.carryOut(planOf(SEED, KILLS * 2), KILLS);
      await cluster.ready();
      await Promise.all([...clients.map((client) => client.stop()), live.stop(), imports.stop()]);
      sent = clients.flatMap((client) => client.sent);
      await nothingUnpublished();
      const outcomes = [...grouped(sent, ({ kind, outcome }) => `${kind} ${outcome}`)]
        .map(([name, some]) => `${name} ${some.length}`)
        .join(', ');
      const points = [...killer.points]
        .map(([name, { told, reached }]) => `${name} ${reached}/${told}`)
        .join(', ');
      process.stderr.write(
        `Seed ${SEED}: ${cluster.kills} services and ${imports.kills} imports killed; ${outcomes}; ` +
          `${imports.reports.length} imports; points reached: ${points}\n`,
      );
    },
    KILLS * MS_A_KILL + 480_000,
  );

  afterAll(async () => {
    imports?.abandon();
    await cluster?.stop();
    await Promise.all([...clients.map((client) => client.stop()), live?.stop()]);
    await documents?.close();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it('the clients were served most of the time, and no service ended by itself', () => {
    expect(cluster.ownDeaths).toEqual([]);
    expect(sent.filter(({ outcome }) => outcome === 'acknowledged').length).toBeGreaterThan(KILLS * 4);
    // 404: a paper whose import has not come to it. Without an answer web was killed.
    const allowed = new Set([200, 201, 404, 409, 503, undefined]);
    expect(
      sent.filter(({ kind, status }) => !allowed.has(status) || (status === 404 && kind !== 'submit')),
    ).toEqual([]);
  });

  it('a kill hit every point between two effects that belong together', () => {
    expect(killer.unreached()).toEqual([]);
  });

  it('each vote is as it was acknowledged, and each change of it the work of one request', async () => {
    expect(await wrongVotes(documents, sent)).toEqual([]);
  });

  it('each submission is of the one to whom it was acknowledged', async () => {
    expect(await wrongSubmissions(documents, sent)).toEqual([]);
  });

  it('every paper of every import is there, and was counted once', async () => {
    const papers = new Set((await documents.papers()).map(({ id }) => id));
    expect(imports.papers.filter((id) => !papers.has(id))).toEqual([]);
    expect(papers.size).toBe(imports.papers.length);
    expect(await documents.importCounts()).toEqual({ new: papers.size, changed: 0 });
    // One that was killed after its end and before its report finds nothing new when it is asked again.
    const good = [
      { read: 400, new: 400, changed: 0, unchanged: 0, refused: 0 },
      { read: 400, new: 0, changed: 0, unchanged: 400, refused: 0 },
    ];
    for (const { read, new: added, changed, unchanged, refused } of imports.reports) {
      expect(good).toContainEqual({ read, new: added, changed, unchanged, refused });
    }
  });

  it('every new version of a paper that was published has arrived', async () => {
    const missing = async () => {
      const arrived = new Map((await documents.papers()).map(({ id, version }) => [id, version]));
      return [...live.versions].filter(([id, version]) => arrived.get(id) !== version);
    };
    expect(live.versions.size).toBeGreaterThan(50);
    expect(await waitFor(missing, (some) => some.length === 0, { timeoutMs: 60_000 })).toEqual([]);
    await nothingUnpublished();
  }, 120_000);

  it('what was published is complete and in order for each key, and what is old comes again on purpose', async () => {
    const newest = await documents.seqs();
    const published = await readPublished(cluster.services.namespace, (some) => {
      const last = new Map(some.map(({ key, seq }) => [key, seq]));
      return [...newest].every(([key, seq]) => last.get(key) === seq);
    });
    const byKey = grouped(published, ({ key }) => key);
    const papers = new Set((await documents.papers()).map(({ id }) => id));
    const wrong = [...newest].flatMap(([key, seq]) =>
      judgeOrder(
        (byKey.get(key) ?? []).map((one) => one.seq),
        seq,
        papers.has(key),
      ).map((what) => `${key}: ${what}`),
    );
    expect(wrong).toEqual([]);
    await publishAgain(cluster.services.namespace, published, AGAIN, randomOf(SEED).split('again'));
  }, 90_000);

  it('each list of each replica is what counting the votes gives', async () => {
    const ranking = cluster.services.addresses('ranking');
    const lists = await listsAreCounted(documents, ranking, rollOverMs);
    expect(lists).toBeGreaterThan(50);
  }, 180_000);

  it('a rebuild from Kafka gives the same bits', async () => {
    const progress = () => cluster.ask<{ state: string }>('ranking', 'GET', '/internal/rebuild');
    const idle = () => waitFor(progress, ({ state }) => state === 'idle', { timeoutMs: 60_000 });
    await idle();
    const before = await dumpLists(cluster.services.namespace);
    await cluster.ask('ranking', 'POST', '/internal/rebuild', {});
    await idle();
    const after = await dumpLists(cluster.services.namespace);
    const packed = new Set([...keysOfPacked(before), ...keysOfPacked(after)]);
    const keys = new Set([...before.keys(), ...after.keys()].filter((key) => !packed.has(key)));
    expect(keys.size).toBeGreaterThan(100);
    const differing = [...keys]
      .filter((key) => before.get(key) !== after.get(key))
      .map((key) => ({ key, before: before.get(key), after: after.get(key) }));
    expect(differing.slice(0, 5)).toEqual([]);
  }, 120_000);

  it('nothing lies among the dead letters', async () => {
    expect(JSON.parse(await cluster.services.operator(['dead-letters', 'list', '--json']))).toEqual([]);
  }, 60_000);
});
