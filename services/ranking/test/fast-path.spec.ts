import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type ListItem } from '@paperboy/contracts';
import { rawAnswer, testClock, uniqueNamespace, waitFor } from '@paperboy/testing';
import { ListController } from '../src/list/list.controller.js';
import { paper, vote } from './paper-and-vote.js';
import { operator, type RankingUnderTest, startRanking } from './ranking-under-test.js';

const PATH = '/api/daily_papers?date=2026-11-22';
// A private method is watched, because nothing outside of the controller shows which way an answer took.
const ready = jest.spyOn(ListController.prototype as unknown as { ready(): object | undefined }, 'ready');
let ranking: RankingUnderTest;

beforeAll(async () => {
  ranking = await startRanking(uniqueNamespace(), testClock('2026-11-22T12:00:00.000Z'));
  await ranking.catalog.papers(paper('2611.00001'), paper('2611.00002'), paper('2611.00003'));
  await waitFor(
    () => ranking.ids(PATH),
    (ids) => ids.length === 3,
  );
  await settled();
}, 60_000);
afterEach(() => {
  ready.mockClear();
});
afterAll(() => ranking?.stop());

/**
 * Waits until the list's bytes carry the version that Redis has. Bytes that were rendered during a change may hold the
 * change and still carry the version before it.
 */
const settled = () =>
  waitFor(async () => {
    const current = await ranking.redis.get(`${ranking.root}current`);
    const versions = await ranking.redis.hmget(
      `${ranking.root}g${current}:versions`,
      'day:2026-11-22',
      'names',
      'periods',
    );
    const version = [current, ...versions.map((known) => known ?? '0')].join('.');
    return (await rawAnswer(ranking.url + PATH)).includes(`\netag: "${version}"\r\n`);
  });

const last = () => ready.mock.results.at(-1)?.value;

/** Repeats the request until the fast path answers. It does not pause, since bytes are fresh for 40 ms only. */
const short = (path: string, headers?: Record<string, string>) =>
  waitFor(
    async () => {
      const answer = await rawAnswer(ranking.url + path, headers);
      return last() === undefined ? undefined : answer;
    },
    Boolean,
    { everyMs: 0 },
  ) as Promise<string>;

/** Makes one request that the route answers. */
const routed = (path: string, headers?: Record<string, string>) => {
  ready.mockReturnValueOnce(undefined);
  return rawAnswer(ranking.url + path, headers);
};

const counted = async (): Promise<number> => {
  const text = await (await fetch(`${ranking.url}/metrics`)).text();
  const count = /duration_seconds_count\{[^}]*route="\/api\/daily_papers",status="200"[^}]*\} (\d+)/.exec(
    text,
  );
  return Number(count?.[1] ?? 0);
};

describe('the fast path to a list', () => {
  it.each([
    PATH,
    `${PATH}&limit=2`,
    `${PATH}&limit=2&p=0`,
    `${PATH}&limit=2&p=1`,
    '/internal/lists/day',
    '/api/daily_papers',
  ])('answers %s as its route does, to the byte', async (path) => {
    const answer = await short(path);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(await routed(path)).toBe(answer);
    const etag = /^etag: (.*)\r$/m.exec(answer)?.[1] ?? '';
    const unchanged = await short(path, { 'if-none-match': etag });
    expect(unchanged).toMatch(/^HTTP\/1\.1 304 /);
    expect(await routed(path, { 'if-none-match': etag })).toBe(unchanged);
    expect(await short(path, { 'if-none-match': '"another"' })).toBe(answer);
  });

  it('names the next page of the URL that was asked, whoever had the bytes made', async () => {
    const [one, other] = [await short(`${PATH}&limit=1`), await short(`${PATH}&limit=1&mine=1`)];
    expect(one).toMatch(/link: <\/api\/daily_papers\?date=2026-11-22&limit=1&p=1&v=[\w-]+>; rel="next"/);
    expect(other).toMatch(
      /link: <\/api\/daily_papers\?date=2026-11-22&limit=1&mine=1&p=1&v=[\w-]+>; rel="next"/,
    );
  });

  it('gives way to a vote, and never goes back', async () => {
    const before = await short(PATH);
    const seen: number[] = [];
    const upvotes = async (): Promise<number> => {
      const { body } = await ranking.call<ListItem[]>('GET', PATH);
      seen.push(body.find(({ paper }) => paper.id === '2611.00002')?.paper.upvotes ?? -1);
      return seen.at(-1) ?? -1;
    };
    for (let person = 1; person <= 3; person++) {
      await ranking.catalog.votes(vote('2611.00002', `person-${person}`));
      await waitFor(upvotes, (now) => now === person, { everyMs: 1 });
    }
    expect(seen).toEqual([...seen].sort());
    await settled();
    const after = await short(PATH);
    expect(after).not.toBe(before);
    expect(await routed(PATH)).toBe(after);
  });

  it('gives way to another generation of the lists', async () => {
    const before = await short(PATH);
    await ranking.call('POST', '/internal/rebuild', operator);
    await waitFor(
      async () => (await ranking.call<{ state: string }>('GET', '/internal/rebuild', operator)).body.state,
      (state) => state === 'idle',
      { timeoutMs: 40_000 },
    );
    const generation = (answer: string) => /^etag: "(\d+)/m.exec(answer)?.[1];
    await settled();
    const after = await short(PATH);
    expect(generation(after)).not.toBe(generation(before));
    expect(await routed(PATH)).toBe(after);
  }, 60_000);

  it('says each time what is wrong with a query', async () => {
    for (let time = 0; time < 3; time++) {
      const { status, body } = await ranking.call<{ code: string }>('GET', `${PATH}&limit=0`);
      expect([status, body.code, last()]).toEqual([400, 'invalid-request', undefined]);
    }
  });

  it('leaves HEAD and everything that is not a list to the routes', async () => {
    const answer = await short(PATH);
    ready.mockClear();
    const head = await rawAnswer(ranking.url + PATH, {}, 'HEAD');
    expect(ready).not.toHaveBeenCalled();
    expect(head).toBe(answer.slice(0, answer.indexOf('\r\n\r\n') + 4));
    expect((await ranking.call('POST', '/internal/rebuild')).status).toBe(401);
    expect((await ranking.call('GET', '/internal/rebuild')).status).toBe(401);
    expect((await ranking.call('GET', '/internal/papers/standing?ids=2611.00001')).status).toBe(200);
    expect(ready.mock.results.map(({ value }) => value)).toEqual([undefined, undefined]);
  });

  it('is counted with the route', async () => {
    await short(PATH);
    ready.mockClear();
    const before = await counted();
    let asked = 0;
    // On a busy machine a request may take longer than bytes are fresh. So requests are made until one took the fast
    // path.
    await waitFor(
      async () => {
        await rawAnswer(ranking.url + PATH);
        asked++;
        return asked >= 20 && ready.mock.results.some(({ value }) => value !== undefined);
      },
      Boolean,
      { everyMs: 0 },
    );
    expect(await counted()).toBe(before + asked);
  });
});
