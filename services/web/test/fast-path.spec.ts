import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { rawAnswer, waitFor } from '@paperboy/testing';
import { Answers } from '../src/shell/answers.store.js';
import { ALICES_SESSION, knowAlice } from './alice.js';
import { knowStandings } from './fake-standings.js';
import { listItem, rankedList } from './ranked-list.js';
import { type Stage, setStage } from './stage.server.js';

// Which way an answer went shows nowhere outside, and must not.
const known = jest.spyOn(Answers.prototype, 'freshFor');
let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
  const headers = { etag: '"v1"', link: '</api/daily_papers?p=1>; rel="next"' };
  stage.ranking.on('GET /api/daily_papers', { headers, body: ['known'] });
  stage.ranking.on('GET /internal/lists/week', {
    headers: { etag: '"v1"' },
    body: rankedList([listItem('2602.00001')], { list: 'week', period: '2026-W47' }),
  });
});
afterAll(() => stage?.stop());

/** Asks until the answer came by the fast path; each time at once, since bytes are fresh for 50 ms alone. */
const short = (path: string, headers?: Record<string, string>) =>
  waitFor(
    async () => {
      const answer = await rawAnswer(stage.url + path, headers);
      return known.mock.results.at(-1)?.value === undefined ? undefined : answer;
    },
    Boolean,
    { everyMs: 0 },
  ) as Promise<string>;

/** Asks once, by way of the route. */
const routed = (path: string, headers?: Record<string, string>) => {
  known.mockReturnValueOnce(undefined);
  return rawAnswer(stage.url + path, headers);
};

it.each(['/api/daily_papers?limit=50', '/papers/week'])(
  'the fast path answers %s as its route does, to the byte',
  async (path) => {
    const answer = await short(path);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).toContain('content-security-policy: ');
    expect(await routed(path)).toBe(answer);
    const etag = /^etag: (.*)\r$/m.exec(answer)?.[1] ?? '';
    const unchanged = await short(path, { 'if-none-match': `"older", W/${etag}` });
    expect(unchanged).toMatch(/^HTTP\/1\.1 304 /);
    expect(await routed(path, { 'if-none-match': `"older", W/${etag}` })).toBe(unchanged);
  },
);

it('the fast path is not for who sends a cookie, nor for another method', async () => {
  knowAlice(stage.catalog);
  knowStandings(stage, {});
  await short('/papers/week');
  known.mockClear();
  const page = await rawAnswer(`${stage.url}/papers/week`, ALICES_SESSION);
  expect(page).toContain('Alice Adler');
  await rawAnswer(`${stage.url}/papers/week`, {}, 'HEAD');
  expect(known).not.toHaveBeenCalled();
  expect(await short('/papers/week')).not.toContain('Alice Adler');
});

it('the fast path is counted by the pattern of the route', async () => {
  const counted = async (): Promise<number> => {
    const text = await (await fetch(`${stage.operationsUrl}/metrics`)).text();
    return Number(
      /duration_seconds_count\{[^}]*route="\/papers\/week",status="200"[^}]*\} (\d+)/.exec(text)?.[1],
    );
  };
  await short('/papers/week');
  known.mockClear();
  const before = await counted();
  let asked = 0;
  // A busy machine may need longer for each than bytes are fresh: until one went the fast path, whichever it is.
  await waitFor(
    async () => {
      await rawAnswer(`${stage.url}/papers/week`);
      asked++;
      return asked >= 20 && known.mock.results.some(({ value }) => value !== undefined);
    },
    Boolean,
    { everyMs: 0 },
  );
  expect(await counted()).toBe(before + asked);
});
