import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@paperboy/testing';
import { type Absence, OwnBacking, type PartName } from './attack/own-backing.js';
import { Cluster } from './cluster.js';
import { Client, makeVoters, type Voter } from './load/clients.js';
import { Imports } from './load/imports.js';
import { type Answered, Reader } from './load/readers.js';
import { askToSubscribe } from './load/subscribers.js';
import { listsOf } from './oracle/brute-force.js';
import { CatalogDocuments } from './oracle/catalog-documents.js';
import type { Sent } from './oracle/oracle.js';
import { difference, readList } from './oracle/ranking-lists.js';
import { wrongVotes } from './oracle/verdicts.js';
import { PUBLICATION_ROLL_OVER, rollOverMs } from './publication-day.js';
import { randomOf } from './random.js';

const AWAY_MS = Number(process.env.AWAY_SECONDS ?? 4) * 1_000;
/** A request is answered within this, whatever is away. */
const BOUNDED_MS = 10_000;
/** After the return everything works again within this: seconds, and more on a crowded machine. */
const RECOVERY_MS = 45_000;

describe(`While a part is away for ${AWAY_MS / 1_000} s`, () => {
  let backing: OwnBacking;
  let cluster: Cluster;
  let documents: CatalogDocuments;
  let voters: Voter[];
  let papers: string[];
  let folder: string;
  const sent: Sent[] = [];

  /** People vote and read while something happens. */
  const underLoad = async (
    during: () => Promise<unknown>,
  ): Promise<{ writes: Sent[]; reads: Answered[] }> => {
    const random = randomOf(sent.length + 1);
    const client = new Client(cluster.services.addresses('web'), voters, papers, papers, random, 40);
    const reader = new Reader(cluster.services.publicUrl, ['/api/daily_papers'], random, 100, false);
    client.start();
    reader.start();
    try {
      await during();
    } finally {
      await Promise.all([client.stop(), reader.stop()]);
      sent.push(...client.sent);
    }
    expect(reader.answers.filter(({ status }) => status === undefined)).toEqual([]);
    return { writes: client.sent, reads: reader.answers };
  };

  const listsAreRight = async (): Promise<void> => {
    await waitFor(
      () => documents.unpublished(),
      (count) => count === 0,
      { timeoutMs: RECOVERY_MS },
    );
    const lists = listsOf(
      await documents.papers(),
      await documents.votes(),
      await documents.people(),
      rollOverMs,
    );
    const [ranking = ''] = cluster.services.addresses('ranking');
    await waitFor(
      async () => {
        for (const [path, wanted] of lists) {
          const differs = difference(path, wanted, await readList(ranking, path));
          if (differs) return differs;
        }
        return 'equal';
      },
      (state) => state === 'equal',
      { timeoutMs: RECOVERY_MS, everyMs: 200 },
    );
  };

  const boundedAndHonest = ({ writes, reads }: { writes: Sent[]; reads: Answered[] }): void => {
    const late = ({ startedAt, endedAt }: Sent | Answered) => endedAt - startedAt > BOUNDED_MS;
    expect([...reads, ...writes].filter(late)).toEqual([]);
    const honest = ({ status, retryAfter }: Sent | Answered, others: number[]) =>
      status === 503 ? Boolean(retryAfter) : status !== undefined && others.includes(status);
    expect(reads.filter((read) => !honest(read, [200]))).toEqual([]);
    expect(writes.filter((write) => !honest(write, [200, 201, 409]))).toEqual([]);
  };

  /** Brings the part back whatever came of it: the outages that follow are about other parts. */
  const away = async (part: PartName, how: Absence, meanwhile: () => Promise<unknown> = async () => {}) => {
    try {
      return await underLoad(async () => {
        await backing.takeAway(part, how);
        await meanwhile();
        await sleep(AWAY_MS);
      });
    } finally {
      backing.bringBack(part, how);
    }
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paperboy-away-imports-'));
    backing = await OwnBacking.start();
    cluster = await Cluster.start(
      {
        NEW_PERSON_HOURS: '0',
        VOTE_CHANGES_PER_DAY: '10000',
        PUBLICATION_ROLL_OVER,
      },
      { ingest: 1, catalog: 1, ranking: 1, mailer: 1, web: 1 },
    );
    documents = await CatalogDocuments.open(cluster.services.namespace);
    const imports = new Imports(folder, cluster.services.environment, 60, Date.now());
    await imports.one();
    papers = imports.papers;
    voters = await makeVoters(cluster, 3);
    await underLoad(() => sleep(1_000));
    await listsAreRight();
  }, 180_000);

  afterAll(async () => {
    await documents?.close();
    await cluster?.stop();
    await backing?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 90_000);

  describe.each<Absence>(['stopped', 'frozen'])('%s', (how) => {
    it(
      'without Kafka votes are taken and lists are read, and counted when it is back',
      async () => {
        const load = await away('kafka', how);
        boundedAndHonest(load);
        expect(load.writes.filter(({ outcome }) => outcome === 'unknown')).toEqual([]);
        expect(load.reads.filter(({ status }) => status !== 200)).toEqual([]);
        await listsAreRight();
      },
      AWAY_MS + 2 * RECOVERY_MS,
    );

    it(
      'without MongoDB writes are refused in bounded time, and lists are read',
      async () => {
        const load = await away('mongodb', how);
        boundedAndHonest(load);
        await listsAreRight();
      },
      AWAY_MS + 2 * RECOVERY_MS,
    );

    it(
      'without Redis votes are taken, and counted when it is back',
      async () => {
        const load = await away('redis', how);
        boundedAndHonest(load);
        expect(load.writes.filter(({ outcome }) => outcome === 'acknowledged').length).toBeGreaterThan(0);
        await listsAreRight();
      },
      AWAY_MS + 2 * RECOVERY_MS,
    );

    it(
      'without SMTP a subscription is taken, and its confirmation sent when it is back',
      async () => {
        const email = `${how}-${process.pid}@example.org`;
        const load = await away('mailbox', how, async () => {
          const answer = await askToSubscribe(cluster.services.publicUrl, email);
          expect(answer.status).toBe(202);
        });
        boundedAndHonest(load);
        expect(load.writes.filter(({ outcome }) => outcome === 'unknown')).toEqual([]);
        await waitFor(
          async () => await (await fetch(`${process.env.MAILBOX_URL}/api/email`)).text(),
          (mails) => mails.includes(email),
          { timeoutMs: 60_000, everyMs: 250 },
        );
      },
      AWAY_MS + 2 * RECOVERY_MS,
    );
  });

  it(
    'a Redis that comes back empty is filled again by itself',
    async () => {
      await backing.takeAway('redis', 'stopped');
      await backing.loseRedis();
      backing.bringBack('redis', 'stopped');
      await underLoad(() => sleep(1_000));
      await listsAreRight();
    },
    2 * RECOVERY_MS,
  );

  it(
    'a Redis that comes back from an old copy goes on from there by itself',
    async () => {
      await backing.takeAway('redis', 'stopped');
      const copy = await backing.copyRedis();
      backing.bringBack('redis', 'stopped');
      await underLoad(() => sleep(2_000));
      await listsAreRight();
      await backing.takeAway('redis', 'stopped');
      await backing.restoreRedis(copy);
      backing.bringBack('redis', 'stopped');
      await underLoad(() => sleep(1_000));
      await listsAreRight();
    },
    3 * RECOVERY_MS,
  );

  it('after all of that each vote is as it was acknowledged', async () => {
    expect(await wrongVotes(documents, sent)).toEqual([]);
    expect(cluster.ownDeaths).toEqual([]);
  });
});
