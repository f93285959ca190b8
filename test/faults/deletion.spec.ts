import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TopicContract, topics } from '@paperboy/contracts';
import { type RunningServices, startServices, testStack, undeclared, waitFor } from '@paperboy/testing';
import { Redis } from 'ioredis';
import Database from 'libsql';
import mongoose from 'mongoose';
import { catalogDocuments } from '../../services/catalog/src/catalog.documents.js';
import { formOf, page, submitForm } from '../e2e/browse.js';
import { linksIn, mailTo } from '../e2e/mailbox.js';
import { snapshotLine } from '../e2e/snapshot-lines.js';
import { kafkaOf } from './oracle/published.js';
import { openDatabase } from './oracle/service-database.js';
import { PUBLICATION_ROLL_OVER, today } from './publication-day.js';

const PATIENT = { timeoutMs: 120_000, everyMs: 200 };
const LONG_MS = 300_000;

interface RelayLease {
  _id: string;
  positions?: Record<string, number>;
}

interface Deletion {
  _id: string;
  round: string;
  step: string;
}

describe('An account that is deleted while its catalog dies between the steps', () => {
  let services: RunningServices;
  let folder: string;
  let catalog: mongoose.Connection;
  let deaths = 0;
  let keys = 0;
  const lines: string[] = [];
  const own = `${process.pid}-${Date.now()}`;
  const address = `Quillfeather-${own}@example.org`.toLowerCase();
  const handle = `quill-${own}`;
  const NAME = 'Quentin Quillfeather';
  const [submitted, upvoted] = ['2611.80001', '2611.80002'];
  /** All by which the person could be known. */
  const traces: string[] = [address, handle, NAME];
  let session = '';
  let token = '';
  let stranger = '';

  const call = async (method: string, path: string, as: string, body?: object) => {
    const answer = await fetch(`${services.publicUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${as}`,
        ...(body && { 'content-type': 'application/json', 'idempotency-key': `key-${++keys}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : {} };
  };
  const deletions = () => catalog.collection<Deletion & { dueAt: Date }>('deletions');
  const serves = () =>
    waitFor(
      async () => (await fetch(`${services.operations('catalog')[0]}/health/ready`)).ok,
      Boolean,
      PATIENT,
    );
  const upvotes = async (paperId: string) =>
    (await (await fetch(`${services.publicUrl}/api/papers/${paperId}`)).json()) as { upvotes: number };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paperboy-deletion-'));
    services = await startServices({
      services: { ingest: 1, catalog: 1, ranking: 1, mailer: 1, web: 1 },
      env: { PUBLICATION_ROLL_OVER, LOG_LEVEL: 'debug', SEARCH_FOLDER: join(folder, 'search') },
      onLine: (_replica, line) => lines.push(line),
      onEvent: (_replica, event) => {
        if (event.type === 'died') deaths += 1;
      },
    });
    catalog = await openDatabase(services.namespace, 'catalog');
  }, LONG_MS);
  afterAll(async () => {
    await catalog?.close();
    await services?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it(
    'a person votes, comments, submits and subscribes',
    async () => {
      const file = join(folder, 'snapshot.jsonl');
      await writeFile(file, [submitted, upvoted].map((id) => snapshotLine(id, `On ${id}`)).join('\n'));
      await services.operator(['import', file, '--json']);
      const account = ['--role', 'curator', '--name', NAME, '--handle', handle];
      token = (await services.operator(['people', 'token', address, ...account])).trim();
      stranger = (await services.operator(['people', 'token', `stranger-${own}@example.org`])).trim();
      const link = JSON.parse(await services.operator(['people', 'link', address, '--json'])) as {
        token: string;
      };
      const arrived = await call('POST', '/api/sign-in/link', '', { token: link.token });
      session = String(arrived.body.sessionToken);
      traces.push(String(arrived.body.person.id));

      expect((await call('POST', '/api/papers/submit', token, { paperId: submitted })).status).toBe(201);
      for (const id of [submitted, upvoted])
        for (const as of [token, stranger]) await call('POST', `/api/papers/${id}/upvote`, as);
      await call('POST', `/api/papers/${submitted}/comment`, token, { comment: 'What I said stays.' });
      const profile = { name: NAME, handle, about: `I am ${NAME}.`, showVotes: true };
      expect((await call('PUT', '/api/settings/profile', token, profile)).status).toBe(200);

      await leaveTracesEverywhere();
      const home = await page(services.publicUrl, '/subscribe');
      await submitForm(services.publicUrl, formOf(home.html, '/subscribe'), { email: address });
      const [mail] = await waitFor(
        () => mailTo(address),
        ({ length }) => length > 0,
        PATIENT,
      );
      const confirm = linksIn(mail, services.publicUrl).find((found) => found.includes('/confirm/')) ?? '';
      const asked = await page(services.publicUrl, confirm);
      await submitForm(services.publicUrl, formOf(asked.html, '/confirm/'), {});
      await waitFor(
        () => upvotes(submitted),
        ({ upvotes: count }) => count === 2,
        PATIENT,
      );
      // The edition holds who submitted its papers.
      await services.operator(['close-edition', `day-${today}`]);
    },
    LONG_MS,
  );

  it(
    'and leaves: each kill costs nothing but time, and what others did stays',
    async () => {
      const [id = ''] = traces.slice(-1);
      const due = (dueAt: Date) => deletions().updateOne({ _id: id }, { $set: { dueAt } });
      const far = new Date(Date.now() + 3_600_000);
      for (let steps = 1; steps <= 3; steps++) {
        const before = deaths;
        await services.stopOne('catalog', 1);
        services.start('catalog', 1, { FAULT_POINT: `deletion.stepped:${steps}` });
        await serves();
        if (steps === 1) {
          const { status } = await call('POST', '/api/settings/delete', session, {
            handle,
            comments: 'keep',
          });
          expect(status).toBe(202);
        } else await due(new Date(0));
        // On a slow machine the next catalog may have come further than this one was to die.
        await waitFor(
          async () => deaths > before || (await deletions().countDocuments({ round: 'first' })) === 0,
          Boolean,
          PATIENT,
        );
        // Nobody goes on until the next catalog is there that is to die.
        await due(far);
        await serves();
      }
      expect(deaths).toBeGreaterThan(0);
      await waitFor(
        async () => {
          await due(new Date(0));
          return deletions().countDocuments();
        },
        (left) => left === 0,
        { timeoutMs: 120_000, everyMs: 2_000 },
      );
      for (const paper of [submitted, upvoted])
        await waitFor(
          () => upvotes(paper),
          ({ upvotes: count }) => count === 1,
          PATIENT,
        );
      const shown = await page(services.publicUrl, `/papers/${submitted}`);
      expect(shown.html).toContain('What I said stays.');
      expect(shown.html).toContain('former reader');
      expect(await undeclared(services.namespace, 'catalog', catalogDocuments)).toEqual([]);
    },
    LONG_MS,
  );

  it('nobody is let in with what let the person in', async () => {
    for (const secret of [token, session])
      await waitFor(
        async () => (await call('GET', '/api/settings/sessions', secret)).status,
        (status) => status === 401,
        PATIENT,
      );
  });

  it(
    'no database holds a trace',
    async () => {
      for (const service of ['ingest', 'catalog', 'ranking', 'mailer'] as const) {
        const database = await openDatabase(services.namespace, service);
        try {
          for (const { name } of await database.listCollections()) {
            // What ranking still has to read changes the entries of its editions within a moment.
            await waitFor(
              async () => traced(JSON.stringify(await database.collection(name).find().toArray())),
              (found) => found.length === 0,
              PATIENT,
            ).catch(() => {
              throw new Error(`A trace is left in ${service}.${name}.`);
            });
          }
        } finally {
          await database.close();
        }
      }
    },
    LONG_MS,
  );

  it(
    'no topic keeps one: the last record of each key that names the person is a tombstone',
    async () => {
      const compacted = Object.values<TopicContract>(topics).filter(({ kept }) => kept.compacted);
      const last = await lastRecords(compacted);
      expect([...last.values()].filter((value) => value === null).length).toBeGreaterThanOrEqual(3);
      for (const [key, value] of last) if (value !== null) expect(traced(`${key} ${value}`)).toEqual([]);
    },
    LONG_MS,
  );

  it(
    'Redis holds none',
    async () => {
      const redis = new Redis(testStack().redisUrl);
      try {
        const held = async () => {
          let found = '';
          for await (const keys of redis.scanStream({ match: `${services.namespace}:*`, count: 500 }))
            for (const key of keys as string[]) found += `${key} ${await textOf(redis, key)}\n`;
          return found;
        };
        expect(await held()).toContain(submitted);
        await waitFor(
          async () => traced(await held()),
          (left) => left.length === 0,
          PATIENT,
        );
      } finally {
        redis.disconnect();
      }
    },
    LONG_MS,
  );

  it(
    'the index of the search holds none',
    async () => {
      const read = async () => {
        const files = await readdir(join(folder, 'search'), { recursive: true });
        return files
          .filter((file) => /index-\d+\.db$/.test(file))
          .flatMap((file) => {
            const index = new Database(join(folder, 'search', file), { readonly: true });
            try {
              return index.prepare('SELECT title, authors, card FROM texts').all();
            } finally {
              index.close();
            }
          });
      };
      await waitFor(
        async () => JSON.stringify(await read()),
        (text) => text.includes('former-reader') && traced(text).length === 0,
        PATIENT,
      );
    },
    LONG_MS,
  );

  it('no log ever named one', () => {
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.filter((line) => traced(line).length > 0)).toEqual([]);
  });

  /** The person does or gets one thing in each room that keeps something of people, and the room holds the id then. */
  async function leaveTracesEverywhere(): Promise<void> {
    const id = traces.at(-1) ?? '';
    const good = async (...asked: Parameters<typeof call>) => {
      const answer = await call(...asked);
      expect([asked[1], answer.status < 300 ? '' : answer.body]).toEqual([asked[1], '']);
      return answer.body;
    };
    for (const path of ['save', 'read']) await good('POST', `/api/papers/${upvoted}/${path}`, token);
    await good('POST', `/api/papers/${submitted}/not-for-me`, token);
    await good('POST', '/api/saved/feed', token);
    const claimed = { paperId: upvoted, claimAuthorId: `${upvoted}.1` };
    await good('POST', '/api/settings/papers/claim', token, claimed);
    await good('PUT', '/api/settings/notices', token, { when: 'daily' });
    // The stranger answers and mentions the person, who reports one comment as a curator and hides the other.
    const said = async (text: string) =>
      (await good('POST', `/api/papers/${upvoted}/comment`, stranger, { comment: text })).comment
        .id as string;
    await good('POST', `/api/papers/${upvoted}/comment/${await said('You are right.')}/report`, token, {
      reason: 'other',
      note: 'Not for here.',
    });
    await good('POST', `/api/papers/${upvoted}/comment/${await said('Rude words.')}/hide`, token);
    await good('POST', `/api/papers/${upvoted}/comments/lock`, token);
    const mailer = await openDatabase(services.namespace, 'mailer');
    const createdAt = new Date();
    type Stored = { _id: string };
    const put = (database: mongoose.Connection, name: string, document: Stored & Record<string, unknown>) =>
      database.collection<Stored>(name).insertOne(document);
    try {
      await put(catalog, 'passkeys', {
        ...{ _id: 'a'.repeat(64), personId: id, credentialId: 'AAAA', publicKey: 'AAAA', counter: 0 },
        ...{ transports: [], name: `The key of ${NAME}`, createdAt },
      });
      const issuer = 'https://institute.example';
      await put(catalog, 'identities', { _id: 'b'.repeat(64), personId: id, issuer, createdAt });
      await put(catalog, 'rings', {
        ...{ _id: 'c'.repeat(24), state: 'restored', people: [id], papers: [upvoted], at: createdAt },
      });
      await put(mailer, 'webhooks', {
        ...{ _id: 'QuillsHook_1', owner: id, place: 0, url: `https://hook.example.org/${handle}` },
        ...{ format: 'json', list: 'day', votes: 0, secret: 'whsec_x', state: 'disabled', createdAt },
      });
      const rooms: [mongoose.Connection, string[]][] = [
        [catalog, ['people', 'votes', 'comments', 'papers', 'shelf', 'feed-addresses', 'claims', 'audit']],
        [catalog, ['credentials', 'passkeys', 'identities', 'rings', 'threadLocks', 'quotas']],
        [mailer, ['webhooks', 'notice-choices']],
      ];
      for (const [database, names] of rooms)
        for (const name of names) {
          const held = JSON.stringify(await database.collection(name).find().toArray());
          expect([name, held.includes(id)]).toEqual([name, true]);
        }
    } finally {
      await mailer.close();
    }
  }

  /** The traces within a text. */
  function traced(text: string): string[] {
    const lower = text.toLowerCase();
    return traces.filter((trace) => lower.includes(trace.toLowerCase()));
  }

  /** The last record of each key, as compaction leaves it; null is a tombstone. */
  async function lastRecords(from: readonly TopicContract[]): Promise<Map<string, string | null>> {
    const consumer = kafkaOf(services.namespace).consumer({ groupId: `${services.namespace}.deletion` });
    const names = from.map(({ name }) => `${services.namespace}.${name}`);
    const last = new Map<string, string | null>();
    const reached = new Map<string, number>();
    try {
      const ends = await publishedEnds();
      await consumer.connect();
      await consumer.subscribe({ topics: names, fromBeginning: true });
      await consumer.run({
        eachMessage: async ({ topic, partition, message: { key, value, offset } }) => {
          last.set(`${topic} ${key}`, value === null ? null : value.toString());
          reached.set(`${topic}/${partition}`, Number(offset));
        },
      });
      await waitFor(
        () => ends.filter(({ source, end }) => (reached.get(source) ?? -1) < end),
        (behind) => behind.length === 0,
        PATIENT,
      );
      return last;
    } finally {
      await consumer.disconnect();
    }
  }

  /** The offset of the last record of each partition, as those who published it know. */
  async function publishedEnds(): Promise<{ source: string; end: number }[]> {
    const ends: { source: string; end: number }[] = [];
    for (const { owner, name } of Object.values<TopicContract>(topics).filter(({ kept }) => kept.compacted)) {
      const database = await openDatabase(services.namespace, owner);
      try {
        const _id = `relay:${name.split('.')[1]}`;
        const lease = await database.collection<RelayLease>('leases').findOne({ _id });
        for (const [partition, end] of Object.entries(lease?.positions ?? {}))
          ends.push({ source: `${services.namespace}.${name}/${partition}`, end });
      } finally {
        await database.close();
      }
    }
    expect(ends.length).toBeGreaterThan(4);
    return ends;
  }
});

/** What a key of Redis holds, as text. */
async function textOf(redis: Redis, key: string): Promise<string> {
  switch (await redis.type(key)) {
    case 'string':
      return String(await redis.get(key));
    case 'hash':
      return JSON.stringify(await redis.hgetall(key));
    case 'zset':
      return (await redis.zrange(key, '0', '-1')).join(' ');
    case 'set':
      return (await redis.smembers(key)).join(' ');
    case 'list':
      return (await redis.lrange(key, '0', '-1')).join(' ');
    default:
      return JSON.stringify(await redis.xrange(key, '-', '+'));
  }
}
