import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connectRedis } from '@paperboy/platform';
import { testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import { PaceStore } from '../src/fetch/pace.store.js';
import { type FetchLimits, PoliteClient } from '../src/fetch/polite.client.js';
import { Sites } from '../src/fetch/sites.client.js';
import type { IngestConfig } from '../src/ingest.config.js';
import type { Answer, SourceFailure } from '../src/source/source.js';
import { answering, FakeArxiv } from './fake-arxiv.server.js';

const EVERY_MS = 60;
const LIMITS: FetchLimits = { headMs: 400, totalMs: 1_500, bytes: 100_000, patienceMs: 20_000 };
const MB = Buffer.alloc(1_000_000, 'x');

describe('asking arXiv', () => {
  type Redis = ReturnType<typeof connectRedis>;
  const redis: Redis[] = [];
  const clients: PoliteClient[] = [];
  let host: string;
  let fake: FakeArxiv;
  let key: string;

  beforeAll(async () => {
    for (let replica = 0; replica < 3; replica += 1) redis.push(connectRedis(testStack().redisUrl));
    await waitFor(
      () => redis.map(({ status }) => status),
      (states) => states.every((state) => state === 'ready'),
    );
  });
  beforeEach(async () => {
    fake = await FakeArxiv.start();
    host = fake.host;
    key = `${uniqueNamespace()}:pace`;
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
    await fake.stop();
    await redis[0]?.del(key);
  });
  afterAll(() => {
    for (const connection of redis) connection.disconnect();
  });

  function client(replica = 0, { perDay = 1_000, limits = LIMITS } = {}): PoliteClient {
    const pace = { everyMs: EVERY_MS, requestsPerDay: perDay, leaseMs: 3_000 };
    const made = new PoliteClient({
      pace: new PaceStore(redis[replica] as Redis, key, pace, () => 0.5),
      hosts: new Set([host]),
      userAgent: 'Paperboy/test (+https://papers.example; mail@papers.example)',
      limits,
      now: () => new Date(),
    });
    clients.push(made);
    return made;
  }
  const get = (from: PoliteClient, path = '/oai'): Promise<Answer> =>
    from.ask({ url: `http://${host}${path}` }, 'live', new AbortController().signal);
  const failureOf = (asked: Promise<Answer>): Promise<SourceFailure> =>
    asked.then(
      () => {
        throw new Error('It did not fail.');
      },
      (failure: SourceFailure) => failure,
    );

  it('takes turns: replicas at once make one request in each interval, never two side by side', async () => {
    const replicas = [client(0), client(1), client(2)];
    const paths = ['/oai', '/api/query', '/rss/cs.CL'];
    for (const path of ['/oai', '/api', '/rss'])
      fake.script(path, ...Array.from({ length: 5 }, () => answering(200, '<r/>')));
    await Promise.all(
      replicas.flatMap((replica, index) => Array.from({ length: 5 }, () => get(replica, paths[index]))),
    );
    const times = fake.seen.map(({ at }) => at);
    expect(times).toHaveLength(15);
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    // Redis counts in whole milliseconds.
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(EVERY_MS - 2);
    expect(Math.max(...fake.seen.map(({ beside }) => beside))).toBe(1);
    expect(fake.seen[0]?.headers['user-agent']).toContain('mail@papers.example');
  });

  it('keeps the pause of a source of its own, whichever replica asks, on the one clock of its host', async () => {
    const config = {
      ARXIV_OAI_URL: 'http://oai.example/oai',
      ARXIV_API_URL: 'http://api.example/api',
      ARXIV_RSS_URL: 'http://rss.example/rss',
      NAMESPACE: uniqueNamespace(),
      SITE_REQUEST_EVERY_MS: EVERY_MS,
      SITE_REQUESTS_PER_DAY: 1_000,
      PRIVATE_SOURCES: true,
      PUBLIC_URL: 'https://papers.example',
    } as unknown as IngestConfig;
    const replicas = redis.slice(0, 2).map((connection) => new Sites(connection, config, () => new Date()));
    fake.script('/feed', ...Array.from({ length: 7 }, () => answering(200, '<r/>')));
    const ask = (at: number, everyMs?: number) =>
      replicas[at]?.ask({ url: `http://${host}/feed` }, 'live', new AbortController().signal, everyMs);
    await Promise.all([0, 1, 0, 1].map((at) => ask(at, 5 * EVERY_MS)));
    const gapsOf = (times: readonly number[]) => times.slice(1).map((at, index) => at - (times[index] ?? 0));
    const gaps = gapsOf(fake.seen.map(({ at }) => at));
    expect(gaps).toHaveLength(3);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(5 * EVERY_MS - 2);
    await Promise.all([ask(0), ask(1)]);
    const [last = 0] = gapsOf(fake.seen.map(({ at }) => at)).slice(-1);
    expect(last).toBeGreaterThanOrEqual(EVERY_MS - 2);
    expect(Math.max(...fake.seen.map(({ beside }) => beside))).toBe(1);
    await Promise.all(replicas.map((replica) => replica.close()));
  });

  it('leaves a host alone that says 503, for as long as it wishes, and asks others meanwhile', async () => {
    const replica = client();
    fake.script('/oai', answering(503, 'Retry after 600 seconds', { 'retry-after': '600' }));
    const failure = await failureOf(get(replica));
    expect(failure).toMatchObject({ code: 'source-busy' });
    const wait = (failure.retryAt?.getTime() ?? 0) - Date.now();
    expect(wait).toBeGreaterThan(590_000);
    expect(wait).toBeLessThan(670_000);
    // Another replica knows of the pause, and makes no request.
    expect(await failureOf(get(client(1)))).toMatchObject({ code: 'source-busy' });
    expect(fake.seen).toHaveLength(1);
  });

  it('backs off longer each time when it is told 429 without a time, on all hosts', async () => {
    const replica = client();
    fake.script('/oai', answering(429), answering(429));
    const waitOf = async () => ((await failureOf(get(replica))).retryAt?.getTime() ?? 0) - Date.now();
    const first = await waitOf();
    // Ends the pause at once.
    await redis[0]?.hset(key, 'next', 1);
    const second = await waitOf();
    expect(first).toBeGreaterThan(25_000);
    expect(second).toBeGreaterThan(1.8 * first);
    expect(await failureOf(get(client(1), '/rss/cs.CL'))).toMatchObject({ code: 'source-busy' });
    await redis[0]?.hset(key, 'next', 1);
    await get(replica);
    fake.script('/oai', answering(429));
    expect(await waitOf()).toBeLessThan(1.2 * first);
  });

  it('spends no more than the requests of a day', async () => {
    const replica = client(0, { perDay: 2 });
    await get(replica);
    await get(replica);
    const failure = await failureOf(get(replica));
    expect(failure).toMatchObject({ code: 'budget-spent' });
    expect(failure.retryAt?.toISOString()).toMatch(/T00:00:00|T23:59:59/);
    expect(fake.seen).toHaveLength(2);
  });

  it('waits an interval when Redis has lost the time of the last request', async () => {
    await get(client());
    await redis[0]?.del(key);
    await get(client());
    const [first, second] = fake.seen.map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(EVERY_MS - 2);
  });

  it('follows a redirect to a known host in a turn of its own, and none elsewhere', async () => {
    fake.script('/oai', answering(301, '', { location: '/api/query?x=1' }));
    fake.script('/api', answering(200, '<r/>'));
    expect((await get(client())).status).toBe(200);
    expect(fake.seen.map(({ url }) => url.pathname)).toEqual(['/oai', '/api/query']);
    for (const location of [
      'http://169.254.169.254/latest/meta-data',
      'http://localhost/',
      'file:///etc/passwd',
      '',
    ]) {
      fake.script('/oai', answering(302, '', location === '' ? {} : { location }));
      expect(await failureOf(get(client()))).toMatchObject({ code: 'redirect-refused' });
    }
    const round = answering(307, '', { location: '/oai' });
    fake.script('/oai', round, round, round, round, round, round);
    expect(await failureOf(get(client()))).toMatchObject({ code: 'redirect-refused' });
  });

  it('reads no answer that is larger than any page, also when it is packed', async () => {
    let sent = 0;
    fake.script('/oai', async (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/xml' });
      while (!response.destroyed && sent < 200) {
        sent += 1;
        response.write(MB);
        await sleep(1);
      }
      response.end();
    });
    expect(await failureOf(get(client()))).toMatchObject({ code: 'answer-too-large' });
    expect(sent).toBeLessThan(100);
    fake.script('/oai', answering(200, gzipSync(Buffer.alloc(50_000_000)), { 'content-encoding': 'gzip' }));
    expect(await failureOf(get(client()))).toMatchObject({ code: 'answer-too-large' });
    fake.script('/oai', answering(200, gzipSync('<r/>'), { 'content-encoding': 'gzip' }));
    expect(Buffer.from((await get(client())).body).toString()).toBe('<r/>');
  });

  it('waits for no answer for ever: for none, for a slow one, for one that is cut off', async () => {
    fake.script('/oai', () => undefined);
    expect(await failureOf(get(client()))).toMatchObject({ code: 'answer-too-slow' });
    fake.script('/oai', async (_request, response) => {
      response.writeHead(200);
      // Each byte comes in time, but the answer never ends.
      while (!response.destroyed) {
        response.write('x');
        await sleep(50);
      }
    });
    expect(await failureOf(get(client()))).toMatchObject({ code: 'answer-too-slow' });
    fake.script('/oai', (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('<r>');
      setImmediate(() => response.destroy());
    });
    expect(await failureOf(get(client()))).toMatchObject({ code: 'answer-truncated' });
    const packed = gzipSync('<r>'.repeat(1_000)).subarray(0, 20);
    fake.script('/oai', answering(200, packed, { 'content-encoding': 'gzip' }));
    expect(await failureOf(get(client()))).toMatchObject({ code: 'answer-truncated' });
  });

  it('says of a host that is not there that it can not be reached', async () => {
    const replica = client();
    await fake.stop();
    expect(await failureOf(get(replica))).toMatchObject({ code: 'source-unreachable' });
    fake = await FakeArxiv.start();
  });

  it('ends at once when the service ends', async () => {
    const ending = new AbortController();
    fake.script('/oai', () => ending.abort(new Error('The end.')));
    const asked = client().ask({ url: `http://${fake.host}/oai` }, 'live', ending.signal);
    await expect(asked).rejects.toThrow('The end.');
  });
});
