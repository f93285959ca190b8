import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { redisPrefix } from '@paperboy/platform';
import { freePort, testStack, waitFor } from '@paperboy/testing';
import { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import { FakeRanking } from '../../services/mailer/test/fake-ranking.server.js';
import { ScriptedRelay } from '../../services/mailer/test/scripted-relay.server.js';
import { Cluster } from './cluster.js';
import { MailLedger } from './oracle/mail-ledger.js';
import { openDatabase } from './oracle/service-database.js';

const READERS = 3_000;
/** SMTP_CONNECTIONS as it is unless set. */
const CONNECTIONS = 5;
const PATIENT = { timeoutMs: 240_000, everyMs: 50 };

/** What is done when so many mails have been taken, of all readers': a replica is killed, or the queues are lost. */
const ATTACKS: readonly { after: number; kill?: number }[] = [
  { after: 0.15, kill: 1 },
  { after: 0.3, kill: 2 },
  { after: 0.45 },
  { after: 0.5, kill: 2 },
  { after: 0.65, kill: 1 },
];
const KILLS = ATTACKS.filter(({ kill }) => kill !== undefined).length;

describe(`Two replicas of the mailer that share one edition of ${READERS} readers, are killed, and lose their queues`, () => {
  const addresses = Array.from({ length: READERS }, (_, n) => `reader-${n}@example.org`);
  let relay: ScriptedRelay;
  let ranking: FakeRanking;
  let cluster: Cluster;
  let redis: Redis;
  let database: Connection;
  let editionId: string;
  let ledger: MailLedger;
  /** What the jobs in the queue held when it was lost. */
  let jobs: { data: Record<string, unknown> }[] = [];
  /** How many readers each replica had served before the first kill. */
  let shares: number[] = [];
  /** What the deliveries came to each time that somebody asked meanwhile. */
  const sums = new Set<number>();

  const counts = () =>
    cluster.ask<Record<string, number>>('mailer', 'GET', `/internal/editions/${editionId}/deliveries`);

  /** As if each had confirmed yesterday, with an hour that is far off. */
  const subscribeAll = async (): Promise<void> => {
    const yesterday = new Date(Date.now() - 86_400_000);
    const common = { timeZone: 'UTC', sample: false };
    const readers = addresses.map((address, n) => ({
      _id: `reader-${n}`,
      address,
      confirmedAt: yesterday,
      ...common,
    }));
    await database.collection<{ _id: string }>('subscribers').insertMany(readers);
    await database.collection<{ _id: string }>('subscriptions').insertMany(
      readers.map(({ _id }) => ({
        _id: randomBytes(9).toString('base64url'),
        subscriberId: _id,
        slot: 'day',
        cadence: 'day',
        hour: 8,
        state: 'active',
        nextDueAt: new Date(Date.now() + 86_400_000),
        ...common,
      })),
    );
  };

  const acceptedBy = async (address: string): Promise<number> => {
    const text = await (await fetch(`${address}/metrics`)).text();
    return Number(/^paperboy_mailer_outcomes_total\{outcome="accepted".*\} (\d+)$/m.exec(text)?.[1] ?? 0);
  };

  const queueKeys = async (): Promise<string[]> =>
    redis.keys(`${redisPrefix(cluster.services.namespace, 'mailer')}queues:*`);

  const loseQueues = async (): Promise<void> => {
    const keys = await queueKeys();
    const held = await Promise.all(
      keys
        .filter((key) => key.includes(':send-digests:send-'))
        .map((key) => redis.hget(key, 'data').catch(() => null)),
    );
    jobs = held.flatMap((data) => (data ? [JSON.parse(data) as { data: Record<string, unknown> }] : []));
    await redis.unlink(...keys);
  };

  const attackAll = async (): Promise<void> => {
    for (const { after, kill } of ATTACKS) {
      await waitFor(() => relay.taken.length >= after * READERS, Boolean, PATIENT);
      if (kill === undefined) await loseQueues();
      else cluster.kill('mailer', kill);
    }
  };

  const nothingWaits = async (): Promise<boolean> => {
    const health = await Promise.all(
      cluster.services.addresses('mailer').map(async (address) => (await fetch(`${address}/health`)).json()),
    );
    const underWay = (health as { components: { relay: { underWay: number } } }[]).map(
      ({ components }) => components.relay.underWay,
    );
    const { claimed } = await counts();
    return claimed === 0 && underWay.every((number) => number === 0);
  };

  beforeAll(async () => {
    relay = await new ScriptedRelay(await freePort()).start();
    ranking = await new FakeRanking().start();
    cluster = await Cluster.start(
      { SMTP_URL: relay.url, RANKING_URL: ranking.url },
      { ingest: 0, catalog: 0, ranking: 0, mailer: 2, web: 0 },
    );
    redis = new Redis(testStack().redisUrl);
    database = await openDatabase(cluster.services.namespace, 'mailer');
    await subscribeAll();
    editionId = ranking.close(new Date().toISOString().slice(0, 10));
    ledger = new MailLedger(database, editionId);
    // Nothing is sent while it is planned, so that the sum is the same from the first look on.
    await cluster.ask('mailer', 'POST', `/internal/editions/${editionId}/deliveries/pause`);
    const plan = () =>
      cluster.ask('mailer', 'POST', `/internal/editions/${editionId}/deliver`, { late: true });
    // A slow machine may need longer for it than one request may take; planned twice is planned once.
    await waitFor(() => plan().then(Boolean, () => false), Boolean, PATIENT);
    await cluster.ask('mailer', 'POST', `/internal/editions/${editionId}/deliveries/resume`);
    const asking = setInterval(() => {
      // Whoever is asked may just be dead.
      counts().then(
        ({ candidates = 0 }) => sums.add(candidates),
        () => undefined,
      );
    }, 100);
    try {
      shares = await waitFor(
        () => Promise.all(cluster.services.addresses('mailer').map(acceptedBy)),
        (accepted) => accepted.every((number) => number > 0),
        PATIENT,
      );
      await attackAll();
      await waitFor(nothingWaits, Boolean, PATIENT);
    } finally {
      clearInterval(asking);
    }
    await ledger.endLocks();
    await waitFor(counts, ({ claimed, handedOff }) => claimed === 0 && handedOff === 0, PATIENT);
    process.stderr.write(`${JSON.stringify({ shares, jobs: jobs.length, ...(await counts()) })}\n`);
  }, 900_000);

  afterAll(async () => {
    await cluster?.stop();
    await ranking?.stop();
    await relay?.away();
    redis?.disconnect();
    await database?.close();
  }, 60_000);

  it('both sent mails of the edition', () => {
    expect(shares.filter((accepted) => accepted > 0)).toHaveLength(2);
  });

  it('no reader got two mails', () => {
    expect(relay.arrived).toHaveLength(new Set(relay.arrived).size);
  });

  it('no reader is missing: each has a mail that the ledger calls accepted, or is uncertain', async () => {
    const [accepted, uncertain] = await Promise.all([
      ledger.addressesIn('accepted'),
      ledger.addressesIn('uncertain'),
    ]);
    const taken = new Set(relay.taken.map(({ to }) => to));
    expect(accepted.filter((address) => !taken.has(address))).toEqual([]);
    expect([...accepted, ...uncertain].sort()).toEqual([...addresses].sort());
    expect(await counts()).toMatchObject({
      candidates: READERS,
      accepted: accepted.length,
      uncertain: uncertain.length,
    });
  });

  it('no more are uncertain than there were connections at the kills', async () => {
    expect((await counts()).uncertain).toBeLessThanOrEqual(CONNECTIONS * KILLS);
  });

  it('the states added up to all readers whenever somebody asked', () => {
    expect([...sums]).toEqual([READERS]);
  });

  it('the queue held a few jobs that name a batch, and no reader', () => {
    expect(jobs.length).toBeGreaterThan(0);
    expect(jobs.length).toBeLessThanOrEqual(32);
    for (const { data } of jobs) expect(Object.keys(data).sort()).toEqual(['batch', 'editionId']);
  });

  it('the mailer died of these kills alone', () => {
    expect(cluster.kills).toBe(KILLS);
    expect(cluster.ownDeaths).toEqual([]);
  });
});
