import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ServiceName, waitFor } from '@paperboy/testing';
import { mailToEach } from '../e2e/mailbox.js';
import { Cluster } from './cluster.js';
import { Balancer } from './load/balancer.js';
import { makeVoters } from './load/clients.js';
import { Imports } from './load/imports.js';
import { Traffic } from './load/traffic.js';
import { CatalogDocuments } from './oracle/catalog-documents.js';
import { listsAreCounted, wrongSubmissions, wrongVotes } from './oracle/verdicts.js';
import { PUBLICATION_ROLL_OVER, rollOverMs } from './publication-day.js';
import { randomOf } from './random.js';

const SCALE = { ingest: 2, catalog: 2, ranking: 2, mailer: 2, web: 2 } as const;
const ORDER = Object.keys(SCALE) as ServiceName[];
const VOTERS = 9;
const PAPERS = 120;
const VOTABLE = 16;

describe('A restart of every replica of every service, one after the other, under load', () => {
  let folder: string;
  let cluster: Cluster;
  let balancer: Balancer;
  let documents: CatalogDocuments;
  let traffic: Traffic;
  /** How each replica ended that was told to stop. */
  const ends: Record<string, string> = {};

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paperboy-rolling-'));
    cluster = await Cluster.start(
      {
        NEW_PERSON_HOURS: '0',
        VOTE_CHANGES_PER_DAY: '10000',
        PUBLICATION_ROLL_OVER,
      },
      SCALE,
    );
    const { services } = cluster;
    documents = await CatalogDocuments.open(services.namespace);
    balancer = await Balancer.over(services);
    const imports = new Imports(folder, services.environment, PAPERS, Date.now());
    await imports.one();
    const votable = imports.papers.slice(0, VOTABLE);
    const voters = await makeVoters(cluster, VOTERS);
    traffic = new Traffic(
      balancer.url,
      services.namespace,
      voters,
      imports.papers,
      votable,
      randomOf(Date.now()),
    );
    traffic.start();
    await traffic.goesOn();
    for (const service of ORDER) {
      for (let replica = 1; replica <= SCALE[service]; replica++) {
        const end = await services.stopOne(service, replica);
        ends[`${service} ${replica}`] = end ? String(end.signal ?? end.code) : 'did not run';
        services.start(service, replica);
        await services.ready();
        await traffic.goesOn();
      }
    }
    await traffic.stop();
    process.stderr.write(`Restarted ${Object.keys(ends).length} replicas: ${traffic.told()}.\n`);
  }, 300_000);

  afterAll(async () => {
    await traffic?.stop();
    await balancer?.close();
    await cluster?.stop();
    await documents?.close();
    await rm(folder, { recursive: true, force: true });
  }, 90_000);

  it('no request failed', () => {
    expect(traffic.failed).toEqual([]);
  });

  it('every replica ended in order when told to, and none by itself', () => {
    const orderly = ORDER.flatMap((service) =>
      Array.from({ length: SCALE[service] }, (_, n) => [`${service} ${n + 1}`, '0'] as const),
    );
    expect(ends).toEqual(Object.fromEntries(orderly));
    expect(cluster.ownDeaths).toEqual([]);
  });

  it('each vote and each submission is as it was acknowledged', async () => {
    expect(await wrongVotes(documents, traffic.sent)).toEqual([]);
    expect(await wrongSubmissions(documents, traffic.sent)).toEqual([]);
  });

  it('each list of each replica is what counting the votes gives', async () => {
    const addresses = cluster.services.addresses('ranking');
    expect(await listsAreCounted(documents, addresses, rollOverMs)).toBeGreaterThan(50);
  }, 180_000);

  it('everybody who asked to be subscribed got one mail', async () => {
    const { addresses } = traffic.newcomers;
    expect(addresses.length).toBeGreaterThan(5);
    const counts = async () => (await mailToEach(addresses)).map(({ length }) => length);
    expect(await waitFor(counts, (all) => all.every((count) => count >= 1), { timeoutMs: 60_000 })).toEqual(
      addresses.map(() => 1),
    );
  }, 90_000);

  it('nothing lies among the dead letters', async () => {
    expect(JSON.parse(await cluster.services.operator(['dead-letters', 'list', '--json']))).toEqual([]);
  }, 60_000);
});
