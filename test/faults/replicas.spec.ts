import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { queues, topics } from '@paperboy/contracts';
import { type ServiceName, waitFor } from '@paperboy/testing';
import type { Connection } from 'mongoose';
import { mailToEach } from '../e2e/mailbox.js';
import { Cluster } from './cluster.js';
import { Balancer } from './load/balancer.js';
import { makeVoters } from './load/clients.js';
import { Imports } from './load/imports.js';
import { writePast } from './load/past.js';
import { bringHourForward, subscribe } from './load/subscribers.js';
import { Traffic } from './load/traffic.js';
import { CatalogDocuments } from './oracle/catalog-documents.js';
import { type EditionInDatabase, listAt, readEditions } from './oracle/editions.js';
import { jobRuns } from './oracle/job-runs.js';
import { grouped } from './oracle/oracle.js';
import { readPublished } from './oracle/published.js';
import { readList } from './oracle/ranking-lists.js';
import { openDatabase } from './oracle/service-database.js';
import { listsAreCounted, wrongSubmissions, wrongVotes } from './oracle/verdicts.js';
import { PUBLICATION_ROLL_OVER, rollOverMs, today } from './publication-day.js';
import { randomOf } from './random.js';

const ONE = { ingest: 1, catalog: 1, ranking: 1, mailer: 1, web: 1 } as const;
const MOST = 3;
const THREE = { ingest: MOST, catalog: MOST, ranking: MOST, mailer: MOST, web: MOST } as const;
const SERVICES = Object.keys(ONE) as ServiceName[];
/** When the present day began. */
const dayBegan = Date.parse(today) + rollOverMs;
const PAST_DAYS = 6;
/** After the roll-over of that date's digest, so that it carries a day that has ended, and not right now by itself. */
const digestHour = (new Date().getUTCHours() + 3) % 24;
const CLOSE_EVERY_MS = 1_000;
/** So many runs of closing are waited for: three schedules instead of one would bring them in a third of the time. */
const CLOSINGS = 9;

describe('From one replica of each service to three and back, under load', () => {
  let folder: string;
  let cluster: Cluster;
  let balancer: Balancer;
  let documents: CatalogDocuments;
  let catalog: Connection;
  let mailer: Connection;
  let ranking: Connection;
  let traffic: Traffic;
  let subscribers: string[];
  /** Papers of days that are over. */
  let past: string[];
  let editions: EditionInDatabase[];
  /** The editions that the digests which came due carry. */
  let due: string[];
  /** How often the schedule of closing ran while there were three replicas, and for how long that was. */
  let closings: { runs: number; forMs: number };
  /** How each replica ended that was told to stop. */
  const ends: Record<string, string> = {};

  /** The digests that each subscriber has got, by subject: all mails but the first, which asked to confirm. */
  const digests = async (of = subscribers): Promise<string[][]> =>
    (await mailToEach(of)).map((mails) => mails.slice(1).map(({ subject }) => subject));

  const closingRuns = () => jobRuns(cluster.services.operations('ranking'), queues.closeEdition.name);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paperboy-replicas-'));
    cluster = await Cluster.start(
      {
        NEW_PERSON_HOURS: '0',
        VOTE_CHANGES_PER_DAY: '10000',
        PUBLICATION_ROLL_OVER,
        CLOSE_EVERY_SECONDS: String(CLOSE_EVERY_MS / 1_000),
      },
      THREE,
      ONE,
    );
    const { services } = cluster;
    const { namespace } = services;
    documents = await CatalogDocuments.open(namespace);
    [catalog, mailer, ranking] = await Promise.all([
      openDatabase(namespace, 'catalog'),
      openDatabase(namespace, 'mailer'),
      openDatabase(namespace, 'ranking'),
    ]);
    balancer = await Balancer.over(services);
    const imports = new Imports(folder, services.environment, 110, Date.now());
    await imports.one();
    const present = imports.papers.slice(0, 80);
    past = imports.papers.slice(80);
    const voters = await makeVoters(cluster, 6);
    subscribers = Array.from({ length: 6 }, (_, n) => `subscriber-${n}@${namespace}.example.org`);
    await Promise.all(subscribers.map((address) => subscribe(services.publicUrl, address, digestHour)));
    const random = randomOf(Date.now());
    traffic = new Traffic(balancer.url, namespace, voters, present, present.slice(0, 12), random);
    traffic.start();
    await traffic.goesOn();

    // Days with papers that nobody has closed yet, and the hour of half the subscribers: all due at once.
    await writePast(catalog, dayBegan, PAST_DAYS, past, voters);
    due = await bringHourForward(mailer, subscribers.slice(0, 3));
    for (const service of SERVICES) {
      for (let replica = 2; replica <= MOST; replica++) services.start(service, replica);
      await services.ready();
      await traffic.goesOn();
    }
    const before = await closingRuns();
    await waitFor(
      () => digests(subscribers.slice(0, 3)),
      (all) => all.every(({ length }) => length > 0),
      { timeoutMs: 90_000, everyMs: 300 },
    );
    const after = await waitFor(closingRuns, ({ runs }) => runs >= before.runs + CLOSINGS, {
      timeoutMs: 60_000,
      everyMs: 100,
    });
    closings = { runs: after.runs - before.runs, forMs: after.to - before.from };

    due.push(...(await bringHourForward(mailer, subscribers.slice(3))));
    // Those that were there first go, so that whatever they alone did has to be taken over.
    for (const service of SERVICES) {
      for (let replica = 1; replica < MOST; replica++) {
        const end = await services.stopOne(service, replica);
        ends[`${service} ${replica}`] = end ? String(end.signal ?? end.code) : 'did not run';
        await traffic.goesOn();
      }
    }
    await waitFor(
      () => digests(),
      (all) => all.every(({ length }) => length > 0),
      { timeoutMs: 90_000, everyMs: 300 },
    );
    await traffic.stop();
    editions = await readEditions(ranking);
    process.stderr.write(
      `${traffic.told()}; ${editions.length} editions; closing ran ${closings.runs} times in ${closings.forMs} ms.\n`,
    );
  }, 400_000);

  afterAll(async () => {
    await traffic?.stop();
    await balancer?.close();
    await cluster?.stop();
    await Promise.all([documents, catalog, mailer, ranking].map((one) => one?.close()));
    await rm(folder, { recursive: true, force: true });
  }, 90_000);

  it('no request failed', () => {
    expect(traffic.failed).toEqual([]);
  });

  it('every replica that was taken away ended in order, and none by itself', () => {
    const orderly = SERVICES.flatMap((service) =>
      Array.from({ length: MOST - 1 }, (_, n) => [`${service} ${n + 1}`, '0'] as const),
    );
    expect(ends).toEqual(Object.fromEntries(orderly));
    expect(cluster.ownDeaths).toEqual([]);
  });

  it('each subscriber got one digest, of a day that had ended, and closing it again sends no other', async () => {
    const [edition = ''] = due;
    expect(due).toEqual(subscribers.map(() => edition));
    expect(editions.map(({ id }) => id)).toContain(edition);
    const again = await cluster.services.operator(['close-edition', edition, '--json']);
    expect(JSON.parse(again)).toMatchObject({
      outcome: 'was-closed',
      deliveries: { candidates: subscribers.length, accepted: subscribers.length },
    });
    const got = await digests();
    expect(got).toEqual(subscribers.map(() => [got[0]?.[0]]));
  }, 90_000);

  it('the ledger has one delivery for each subscription and edition', async () => {
    const rows = await mailer
      .collection<{ subscriptionId: string; state: string }>('deliveries')
      .find()
      .toArray();
    expect(rows.map(({ state }) => state)).toEqual(subscribers.map(() => 'accepted'));
    expect(new Set(rows.map(({ subscriptionId }) => subscriptionId)).size).toBe(subscribers.length);
  });

  it('everybody else who asked to be subscribed got one mail', async () => {
    const { addresses } = traffic.newcomers;
    const counts = async () => (await mailToEach(addresses)).map(({ length }) => length);
    expect(await waitFor(counts, (all) => all.every((count) => count >= 1), { timeoutMs: 60_000 })).toEqual(
      addresses.map(() => 1),
    );
  }, 90_000);

  it('every period that had ended was closed once, with the votes that stood at its end', async () => {
    const [papers, votes] = await Promise.all([documents.papers(), documents.votes()]);
    const ended = [...new Set(editions.map(({ path }) => path))];
    expect(ended).toHaveLength(editions.length);
    expect(editions.filter(({ path }) => path.startsWith('day')).length).toBe(PAST_DAYS);
    for (const edition of editions) {
      const wanted = listAt(edition, papers, votes, rollOverMs);
      expect(edition.count).toBe(wanted.length);
      expect(edition.places).toEqual(wanted.map(({ id, upvotes }) => ({ id, upvotes })));
      const [remaining = ''] = cluster.services.addresses('ranking').slice(-1);
      expect(await readList(remaining, edition.path)).toEqual(wanted);
    }
  }, 60_000);

  it('the world was told of each closing, and the same each time', async () => {
    const told = await readPublished(
      cluster.services.namespace,
      (some) => new Set(some.map(({ key }) => key)).size >= editions.length,
      [topics.editions],
    );
    const states = grouped(told, ({ key }) => key);
    expect([...states.keys()].sort()).toEqual(editions.map(({ id }) => id).sort());
    for (const [, some] of states) expect(new Set(some.map(({ value }) => String(value))).size).toBe(1);
  }, 60_000);

  it('a schedule of three replicas runs as often as that of one', () => {
    // One more for where the time begins between two runs, and some that were late.
    expect(closings.runs).toBeLessThanOrEqual(closings.forMs / CLOSE_EVERY_MS + 3);
  });

  it('each vote and each submission is as it was acknowledged', async () => {
    const but = new Set(past);
    expect(await wrongVotes(documents, traffic.sent, but)).toEqual([]);
    expect(await wrongSubmissions(documents, traffic.sent, but)).toEqual([]);
  });

  it('each open list of the replica that remains is what counting the votes gives', async () => {
    const closed = new Set(editions.map(({ path }) => path));
    const open = (path: string): boolean => !closed.has(path.split('&')[0] as string);
    const addresses = cluster.services.addresses('ranking').slice(-1);
    expect(await listsAreCounted(documents, addresses, rollOverMs, open)).toBeGreaterThan(20);
  }, 120_000);

  it('nothing lies among the dead letters', async () => {
    expect(JSON.parse(await cluster.services.operator(['dead-letters', 'list', '--json']))).toEqual([]);
  }, 60_000);
});
