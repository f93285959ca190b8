import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { redisPrefix } from '@paperboy/platform';
import { freePort, testStack, waitFor } from '@paperboy/testing';
import { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import { FakeRanking } from '../../services/mailer/test/fake-ranking.server.js';
import { ScriptedRelay } from '../../services/mailer/test/scripted-relay.server.js';
import { MailerDeaths, momentsOf } from './attack/mailer-deaths.js';
import { Cluster } from './cluster.js';
import { askToSubscribe } from './load/subscribers.js';
import { MailLedger } from './oracle/mail-ledger.js';
import { openDatabase } from './oracle/service-database.js';
import { randomOf } from './random.js';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000_000);
const KILLS = 6;
/** More than these kills can use up, so that each of them meets mails on their way. */
const READERS = 72;
/** SMTP_CONNECTIONS as it is unless set. */
const CONNECTIONS = 5;
/** From its hand-over on a delivery is nobody's after so long. */
const EXPIRES_WITHIN_MS = 40_000;
const PATIENT = { timeoutMs: 120_000, everyMs: 50 };

describe(`After ${KILLS} kills of the mailer in the midst of an edition (SEED=${SEED} npm run faults)`, () => {
  const addresses = Array.from({ length: READERS }, (_, n) => `reader-${n}@example.org`);
  let relay: ScriptedRelay;
  let ranking: FakeRanking;
  let cluster: Cluster;
  let redis: Redis;
  let database: Connection;
  let editionId: string;
  let ledger: MailLedger;
  /** Recipients of the edition: whose whole mail reached the relay, and whose mail it took. */
  let arrived: string[];
  let taken: string[];

  const counts = () =>
    cluster.ask<Record<string, number>>('mailer', 'GET', `/internal/editions/${editionId}/deliveries`);

  /** Each asks and confirms by the link in the mail; their own hour is far off. */
  const subscribeAll = async (): Promise<void> => {
    const [mailer = ''] = cluster.services.addresses('mailer');
    const farHour = (new Date().getUTCHours() + 12) % 24;
    for (const address of addresses) {
      expect(await askToSubscribe(mailer, address, farHour)).toMatchObject({ status: 202 });
    }
    await waitFor(
      () => relay.taken,
      ({ length }) => length === READERS,
      PATIENT,
    );
    for (const { raw } of relay.taken.splice(0)) {
      const token = /\/confirm\/([\w-]{28})/.exec(raw.replaceAll('=\r\n', ''))?.[1];
      await cluster.ask('mailer', 'POST', '/internal/subscriptions/confirm', { token });
    }
    relay.arrived.splice(0);
  };

  /** A dead worker's job keeps its place until its lock has expired; without it the timer puts the edition back at once. */
  const forgetQueues = async (): Promise<void> => {
    const keys = await redis.keys(`${redisPrefix(cluster.services.namespace, 'mailer')}queues:*`);
    if (keys.length > 0) await redis.unlink(...keys);
  };

  const nothingWaits = async (): Promise<boolean> => {
    const [mailer = ''] = cluster.services.addresses('mailer');
    const { claimed } = await counts();
    const health = (await (await fetch(`${mailer}/health`)).json()) as {
      components: { relay: { underWay: number } };
    };
    return claimed === 0 && health.components.relay.underWay === 0;
  };

  /** Has the time come at which deliveries whose sender died are nobody's. */
  const letExpire = async (): Promise<void> => {
    for (const until of await ledger.locksUntil())
      expect(until.getTime() - Date.now()).toBeLessThanOrEqual(EXPIRES_WITHIN_MS);
    await ledger.endLocks();
    await waitFor(counts, ({ claimed, handedOff }) => claimed === 0 && handedOff === 0, PATIENT);
  };

  beforeAll(async () => {
    relay = await new ScriptedRelay(await freePort()).start();
    ranking = await new FakeRanking().start();
    cluster = await Cluster.start(
      { SMTP_URL: relay.url, RANKING_URL: ranking.url },
      { ingest: 0, catalog: 0, ranking: 0, mailer: 1, web: 0 },
    );
    redis = new Redis(testStack().redisUrl);
    database = await openDatabase(cluster.services.namespace, 'mailer');
    await subscribeAll();
    const random = randomOf(SEED);
    const deaths = new MailerDeaths(cluster, relay);
    editionId = ranking.close(new Date().toISOString().slice(0, 10));
    ledger = new MailLedger(database, editionId);
    await cluster.ask('mailer', 'POST', `/internal/editions/${editionId}/deliver`, { late: true });
    for (const moment of momentsOf(random, KILLS, CONNECTIONS)) {
      await deaths.at(moment);
      // Here as well: with more of them soon none would be left to send.
      expect(await ledger.onTheirWay()).toBeLessThanOrEqual(CONNECTIONS * cluster.kills);
      await forgetQueues();
    }
    await waitFor(nothingWaits, Boolean, PATIENT);
    await letExpire();
    arrived = relay.arrived;
    taken = relay.taken.map(({ to }) => to);
    process.stderr.write(`Seed ${SEED}: ${JSON.stringify(await counts())}\n`);
  }, 600_000);

  afterAll(async () => {
    await cluster?.stop();
    await ranking?.stop();
    await relay?.away();
    redis?.disconnect();
    await database?.close();
  }, 60_000);

  it('nobody got two', () => {
    expect(arrived.filter((to, n) => arrived.indexOf(to) !== n)).toEqual([]);
  });

  it('no reader is lost: each was accepted or is uncertain', async () => {
    const { candidates, accepted = 0, uncertain = 0 } = await counts();
    expect(candidates).toBe(READERS);
    expect(accepted + uncertain).toBe(READERS);
  });

  it('no more are uncertain than there were connections at the kills', async () => {
    const { uncertain } = await counts();
    expect(uncertain).toBeGreaterThanOrEqual(CONNECTIONS);
    expect(uncertain).toBeLessThanOrEqual(CONNECTIONS * KILLS);
  });

  it('whoever is accepted has a mail, and whoever has none is uncertain', async () => {
    expect((await ledger.addressesIn('accepted')).filter((address) => !taken.includes(address))).toEqual([]);
    const without = addresses.filter((address) => !taken.includes(address));
    expect(await ledger.addressesIn('uncertain')).toEqual(expect.arrayContaining(without));
  });

  it('the mailer died of these kills alone', () => {
    expect(cluster.kills).toBe(KILLS);
    expect(cluster.ownDeaths).toEqual([]);
  });
});
