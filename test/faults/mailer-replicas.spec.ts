import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@paperboy/testing';
import { MailerAlone } from './mailer-alone.js';
import { MailLedger } from './oracle/mail-ledger.js';

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
  const mailers = new MailerAlone();
  let editionId: string;
  let ledger: MailLedger;
  /** What the jobs in the queue held when it was lost. */
  let jobs: { data: Record<string, unknown> }[] = [];
  /** How many readers each replica had served before the first kill. */
  let shares: number[] = [];
  /** What the deliveries came to each time that somebody asked meanwhile. */
  const sums = new Set<number>();

  const counts = () => mailers.counts(editionId);

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
    await mailers.database.collection<{ _id: string }>('subscribers').insertMany(readers);
    await mailers.database.collection<{ _id: string }>('subscriptions').insertMany(
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

  const loseQueues = async (): Promise<void> => {
    const keys = await mailers.queueKeys();
    const held = await Promise.all(
      keys
        .filter((key) => key.includes(':send-digests:send-'))
        .map((key) => mailers.redis.hget(key, 'data').catch(() => null)),
    );
    jobs = held.flatMap((data) => (data ? [JSON.parse(data) as { data: Record<string, unknown> }] : []));
    await mailers.redis.unlink(...keys);
  };

  const attackAll = async (): Promise<void> => {
    for (const { after, kill } of ATTACKS) {
      await waitFor(() => mailers.relay.taken.length >= after * READERS, Boolean, PATIENT);
      if (kill === undefined) await loseQueues();
      else mailers.cluster.kill('mailer', kill);
    }
  };

  beforeAll(async () => {
    await mailers.start(2);
    await subscribeAll();
    editionId = mailers.ranking.close(new Date().toISOString().slice(0, 10));
    ledger = new MailLedger(mailers.database, editionId);
    // Nothing is sent while it is planned, so that the sum is the same from the first look on.
    await mailers.cluster.ask('mailer', 'POST', `/internal/editions/${editionId}/deliveries/pause`);
    const plan = () =>
      mailers.cluster.ask('mailer', 'POST', `/internal/editions/${editionId}/deliver`, { late: true });
    // A slow machine may need longer for it than one request may take; planned twice is planned once.
    await waitFor(() => plan().then(Boolean, () => false), Boolean, PATIENT);
    await mailers.cluster.ask('mailer', 'POST', `/internal/editions/${editionId}/deliveries/resume`);
    const asking = setInterval(() => {
      // Whoever is asked may just be dead.
      counts().then(
        ({ candidates = 0 }) => sums.add(candidates),
        () => undefined,
      );
    }, 100);
    try {
      shares = await waitFor(
        () => Promise.all(mailers.cluster.services.addresses('mailer').map(acceptedBy)),
        (accepted) => accepted.every((number) => number > 0),
        PATIENT,
      );
      await attackAll();
      await waitFor(() => mailers.nothingWaits(editionId), Boolean, PATIENT);
    } finally {
      clearInterval(asking);
    }
    await ledger.endLocks();
    await waitFor(counts, ({ claimed, handedOff }) => claimed === 0 && handedOff === 0, PATIENT);
    process.stderr.write(`${JSON.stringify({ shares, jobs: jobs.length, ...(await counts()) })}\n`);
  }, 900_000);

  afterAll(() => mailers.stop(), 60_000);

  it('both sent mails of the edition', () => {
    expect(shares.filter((accepted) => accepted > 0)).toHaveLength(2);
  });

  it('no reader got two mails', () => {
    expect(mailers.relay.arrived).toHaveLength(new Set(mailers.relay.arrived).size);
  });

  it('no reader is missing: each has a mail that the ledger calls accepted, or is uncertain', async () => {
    const [accepted, uncertain] = await Promise.all([
      ledger.addressesIn('accepted'),
      ledger.addressesIn('uncertain'),
    ]);
    const taken = new Set(mailers.relay.taken.map(({ to }) => to));
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
    expect(mailers.cluster.kills).toBe(KILLS);
    expect(mailers.cluster.ownDeaths).toEqual([]);
  });
});
