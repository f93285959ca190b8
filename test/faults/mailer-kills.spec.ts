import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@paperboy/testing';
import { MailerDeaths, momentsOf } from './attack/mailer-deaths.js';
import { askToSubscribe } from './load/subscribers.js';
import { MailerAlone } from './mailer-alone.js';
import { MailLedger } from './oracle/mail-ledger.js';
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
  const mailer = new MailerAlone();
  let editionId: string;
  let ledger: MailLedger;
  /** Recipients of the edition: whose whole mail reached the relay, and whose mail it took. */
  let arrived: string[];
  let taken: string[];

  const counts = () => mailer.counts(editionId);

  /** Each asks and confirms by the link in the mail; their own hour is far off. */
  const subscribeAll = async (): Promise<void> => {
    const [url = ''] = mailer.cluster.services.addresses('mailer');
    const farHour = (new Date().getUTCHours() + 12) % 24;
    for (const address of addresses) {
      expect(await askToSubscribe(url, address, farHour)).toMatchObject({ status: 202 });
    }
    await waitFor(
      () => mailer.relay.taken,
      ({ length }) => length === READERS,
      PATIENT,
    );
    for (const { raw } of mailer.relay.taken.splice(0)) {
      const token = /\/confirm\/([\w-]{28})/.exec(raw.replaceAll('=\r\n', ''))?.[1];
      await mailer.cluster.ask('mailer', 'POST', '/internal/subscriptions/confirm', { token });
    }
    mailer.relay.arrived.splice(0);
  };

  /** A dead worker's job keeps its place until its lock has expired; without it the timer puts the edition back at once. */
  const forgetQueues = async (): Promise<void> => {
    const keys = await mailer.queueKeys();
    if (keys.length > 0) await mailer.redis.unlink(...keys);
  };

  /** Has the time come at which deliveries whose sender died are nobody's. */
  const letExpire = async (): Promise<void> => {
    for (const until of await ledger.locksUntil())
      expect(until.getTime() - Date.now()).toBeLessThanOrEqual(EXPIRES_WITHIN_MS);
    await ledger.endLocks();
    await waitFor(counts, ({ claimed, handedOff }) => claimed === 0 && handedOff === 0, PATIENT);
  };

  beforeAll(async () => {
    await mailer.start(1);
    await subscribeAll();
    const random = randomOf(SEED);
    const deaths = new MailerDeaths(mailer.cluster, mailer.relay);
    editionId = mailer.ranking.close(new Date().toISOString().slice(0, 10));
    ledger = new MailLedger(mailer.database, editionId);
    await mailer.cluster.ask('mailer', 'POST', `/internal/editions/${editionId}/deliver`, { late: true });
    for (const moment of momentsOf(random, KILLS, CONNECTIONS)) {
      await deaths.at(moment);
      // Here as well: with more of them soon none would be left to send.
      expect(await ledger.onTheirWay()).toBeLessThanOrEqual(CONNECTIONS * mailer.cluster.kills);
      await forgetQueues();
    }
    await waitFor(() => mailer.nothingWaits(editionId), Boolean, PATIENT);
    await letExpire();
    arrived = mailer.relay.arrived;
    taken = mailer.relay.taken.map(({ to }) => to);
    process.stderr.write(`Seed ${SEED}: ${JSON.stringify(await counts())}\n`);
  }, 600_000);

  afterAll(() => mailer.stop(), 60_000);

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
    expect(mailer.cluster.kills).toBe(KILLS);
    expect(mailer.cluster.ownDeaths).toEqual([]);
  });
});
