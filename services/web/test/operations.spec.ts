import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import { waitFor } from '@paperboy/testing';
import { type Stage, setStage } from './stage.server.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.stop());
beforeEach(() => stage.forget());

describe('what operators ask of web', () => {
  test.each(['/health', '/health/ready', '/metrics'])('%s is there at their port alone', async (path) => {
    expect((await fetch(stage.operationsUrl + path)).status).toBe(200);
    expect((await stage.fetch(path)).status).toBe(404);
  });

  it('is but for whether it is alive no matter of strangers', async () => {
    expect(await (await stage.fetch('/health/live')).json()).toEqual({ status: 'live' });
    expect((await fetch(`${stage.operationsUrl}/papers/week`)).status).toBe(404);
  });
});

describe('the metrics of web', () => {
  /** How many answers of each route, as `GET /papers/:id 200`. */
  const counted = async (): Promise<Map<string, number>> => {
    const text = await (await fetch(`${stage.operationsUrl}/metrics`)).text();
    const line = /duration_seconds_count\{.*method="(.*?)",route="(.*?)",status="(.*?)".*\} (\d+)/g;
    return new Map(
      [...text.matchAll(line)].map(([, method, route, status, count]) => [
        `${method} ${route} ${status}`,
        Number(count),
      ]),
    );
  };

  test.each([
    ['GET', '/api/daily_papers?limit=3', 'GET /api/daily_papers 200'],
    ['GET', '/api/papers/hep-th/9901001', 'GET /api/papers/:id 404'],
    ['GET', '/api/papers/2602.23229v2/why', 'GET /api/papers/:id/why 503'],
    ['POST', '/api/papers/2602.23229/upvote', 'POST /api/papers/:id/upvote 401'],
    ['DELETE', '/api/papers/2602.23229/upvote', 'DELETE /api/papers/:id/upvote 401'],
    ['POST', '/api/papers/submit', 'POST /api/papers/submit 401'],
    // No endpoint: whatever a stranger makes up is one line.
    ['GET', '/api/made/up', 'GET /api/* 404'],
  ])('name %s %s by its pattern: %s', async (method, path, name) => {
    stage.ranking.on('GET /api/daily_papers', { headers: { etag: '"v1"' }, body: [] });
    stage.ranking.on('GET /api/papers/', { status: 503, body: { code: 'away', detail: 'Away.' } });
    const before = (await counted()).get(name) ?? 0;
    for (let time = 0; time < 3; time++) await (await stage.fetch(path, { method })).arrayBuffer();
    await waitFor(counted, (now) => now.get(name) === before + 3);
  });
});

describe('the health of web', () => {
  interface Report {
    status: string;
    components: Record<string, { state: string; detail?: string }>;
  }
  const health = async () => (await (await fetch(`${stage.operationsUrl}/health`)).json()) as Report;
  const ask = async (path: string, init?: RequestInit) => (await stage.fetch(path, init)).arrayBuffer();
  const subscribe = () =>
    ask('/api/subscriptions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });

  it('tells of each part that is asked whether its last calls were answered, and is never down for that', async () => {
    const away = { status: 503, body: { code: 'away', detail: 'Away.' } };
    for (const [part, fake, asks] of [
      ['catalog', stage.catalog, () => ask('/papers/2602.11111')],
      ['ranking', stage.ranking, () => ask('/api/daily_papers?limit=9')],
      ['mailer', stage.mailer, subscribe],
    ] as const) {
      stage.forget();
      fake.on('', away);
      await asks();
      const told = await health();
      expect([part, told.status, told.components[part]]).toEqual([
        part,
        'degraded',
        expect.objectContaining({ state: 'degraded', detail: 'It answered 503.' }),
      ]);
      expect((await fetch(`${stage.operationsUrl}/health/ready`)).status).toBe(200);
      stage.forget();
      await waitFor(
        async () => {
          await asks();
          return health();
        },
        ({ components }) => components[part]?.state === 'up',
      );
    }
  });

  it('names a part that is not there at all', async () => {
    await stage.mailer.stop();
    await subscribe();
    expect((await health()).components.mailer).toMatchObject({
      state: 'degraded',
      detail: "It can't be reached: ECONNREFUSED.",
    });
  });
});
