import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import { waitFor } from '@paperboy/testing';
import { ALICE, ALICES_SESSION, knowAlice } from './alice.js';
import { catalogPaper } from './catalog-paper.js';
import { knowStandings } from './fake-standings.js';
import { type Stage, setStage } from './stage.server.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.stop());
beforeEach(() => stage.forget());

const json = { 'content-type': 'application/json' };
const token = { authorization: 'Bearer pbt_alice' };

describe('reading through the door', () => {
  it('passes lists on with their query, their version and their next page', async () => {
    stage.ranking.on('GET /api/daily_papers?date=2026-11-22&limit=2', {
      headers: {
        etag: '"v5"',
        link: '</api/daily_papers?p=1>; rel="next"',
        'x-internal': 'secret',
        server: 'x',
      },
      body: [{ paper: { id: '2602.23229' } }],
    });
    const answer = await stage.fetch('/api/daily_papers?date=2026-11-22&limit=2');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual([{ paper: { id: '2602.23229' } }]);
    expect(answer.headers.get('etag')).toBe('"v5"');
    expect(answer.headers.get('link')).toBe('</api/daily_papers?p=1>; rel="next"');
    expect(answer.headers.get('x-internal')).toBeNull();
    const again = await stage.fetch('/api/daily_papers?date=2026-11-22&limit=2', {
      headers: { 'if-none-match': '"v5"' },
    });
    expect(again.status).toBe(304);
  });

  it('asks once for many who read at the same time', async () => {
    stage.ranking.on('GET /api/daily_papers', { headers: { etag: '"v1"' }, body: [] });
    await Promise.all(Array.from({ length: 40 }, () => stage.fetch('/api/daily_papers?limit=7')));
    // On a busy machine they spread over several spans of 50 ms; the cache's own tests count exactly.
    expect(stage.ranking.asked('GET /api/daily_papers?limit=7').length).toBeLessThan(40);
  });

  it('ignores tokens that other sites gave to a client', async () => {
    stage.ranking.on('GET /api/daily_papers', { body: [] });
    const answer = await stage.fetch('/api/daily_papers?limit=3', {
      headers: { authorization: 'Bearer hf_foreign' },
    });
    expect(answer.status).toBe(200);
    expect(stage.catalog.received).toHaveLength(0);
    expect(stage.ranking.received[0]?.caller).toEqual({ kind: 'service', name: 'web' });
  });

  it('passes problems on as they are', async () => {
    const problem = { code: 'invalid-request', detail: 'No such date.', error: 'No such date.' };
    stage.ranking.on('GET /api/daily_papers', {
      status: 400,
      headers: { 'content-type': 'application/problem+json', 'x-error-code': 'invalid-request' },
      body: problem,
    });
    const answer = await stage.fetch('/api/daily_papers?date=x');
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('x-error-code')).toBe('invalid-request');
    expect(await answer.json()).toEqual(problem);
  });

  it('puts a paper together from the catalog and the numbers of ranking', async () => {
    stage.catalog.on('GET /internal/papers/math.GT%2F0309136', { body: catalogPaper('math.GT/0309136') });
    stage.ranking.on('GET /internal/papers/standing', {
      body: { standings: [{ paperId: 'math.GT/0309136', upvotes: 12, comments: 3 }] },
    });
    const answer = await stage.fetch('/api/papers/math.GT/0309136');
    expect(await answer.json()).toMatchObject({
      id: 'math.GT/0309136',
      upvotes: 12,
      numComments: 3,
      discussionId: 'math.GT/0309136',
      authors: [{ name: 'Zoë Zimmer', hidden: false }],
      submittedOnDailyAt: '2026-11-22T08:00:00.000Z',
      submittedOnDailyBy: { user: 'ada', avatarUrl: 'http://papers.example/avatars/ada.svg' },
      linkedModels: [],
      numTotalModels: 0,
    });
    const missing = await stage.fetch('/api/papers/2602.99999');
    expect(missing.status).toBe(404);
    expect(missing.headers.get('content-type')).toContain('application/problem+json');
    expect(await missing.json()).toHaveProperty('error');
  });

  it('gives the parts of names, affiliations and the text of the source where there are any', async () => {
    const author = {
      name: 'Zoë Zimmer',
      family: 'Zimmer',
      given: 'Zoë',
      affiliations: ['School of Kites'],
      asGiven: 'Zo\\"e Zimmer',
    };
    const authors = [author, { name: 'The KITE Collaboration' }];
    const asGiven = { title: 'Counting v\\"otes' };
    stage.catalog.on('GET /internal/papers/2602.00077', {
      body: catalogPaper('2602.00077', { authors, asGiven }),
    });
    knowStandings(stage, {});
    const paper = (await (await stage.fetch('/api/papers/2602.00077')).json()) as { authors: object[] };
    expect(paper).toMatchObject({ authors: [author, {}], asGiven });
    expect(Object.keys(paper.authors[1] ?? {}).sort()).toEqual(['_id', 'hidden', 'name']);
    const html = await (await stage.fetch('/papers/2602.00077')).text();
    expect(html).toContain('<p class="fine" dir="auto">School of Kites</p>');
    expect(html).toContain('"familyName":"Zimmer"');
  });

  it('gives the last known answer, marked, when ranking goes away, and says 503 where nothing is known', async () => {
    stage.ranking.on('GET /api/daily_papers', { headers: { etag: '"v1"' }, body: ['known'] });
    await stage.fetch('/api/daily_papers?limit=9');
    stage.ranking.forget();
    stage.ranking.on('GET /api/daily_papers', {
      status: 503,
      body: { code: 'lists-unavailable', detail: 'Away.' },
    });
    const answer = await waitFor(
      () => stage.fetch('/api/daily_papers?limit=9'),
      ({ status, headers }) => status !== 200 || headers.has('x-paperboy-stale'),
    );
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-paperboy-stale')).toBe('true');
    expect(await answer.json()).toEqual(['known']);
    const unknown = await stage.fetch('/api/daily_papers?limit=10');
    expect(unknown.status).toBe(503);
    expect(unknown.headers.get('retry-after')).toBe('2');
    expect(await unknown.json()).toMatchObject({ code: 'lists-unavailable', error: 'Away.' });
  });

  it('says 429 where a service is asked too much, and when to come back', async () => {
    stage.catalog.on('GET /api/papers/search', {
      status: 429,
      headers: { 'retry-after': '1' },
      body: { code: 'search-busy', detail: 'Too many searches wait to be answered.' },
    });
    const answer = await stage.fetch('/api/papers/search?q=lanterns');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await answer.json()).toMatchObject({ code: 'search-busy' });
  });
});

describe('writing through the door', () => {
  it('passes the person on as a signed token and the answer back', async () => {
    knowAlice(stage.catalog);
    stage.catalog.on('POST /api/papers/submit', { status: 201, body: { submitted: true } });
    const answer = await stage.fetch('/api/papers/submit', {
      method: 'POST',
      headers: { ...json, ...token },
      body: '{"paperId":"2602.23229"}',
    });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({ submitted: true });
    expect(answer.headers.get('ratelimit-policy')).toBe('"writes";q=240;w=60');
    expect(answer.headers.get('ratelimit')).toMatch(/^"writes";r=\d+;t=\d+$/);
    const [asked] = stage.catalog.asked('POST /api/papers/submit');
    expect(asked?.caller).toEqual({ kind: 'person', ...ALICE });
    expect(asked?.headers.cookie).toBeUndefined();
    expect(asked?.body).toEqual({ paperId: '2602.23229' });
    const body = stage.catalog.asked('POST /internal/sessions/resolve')[0]?.body;
    expect(body).toEqual({
      credentialHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      network: expect.stringMatching(/^[\w-]{16}$/),
    });
  });

  it('needs a person where the table says so, and a token that is known', async () => {
    const nobody = await stage.fetch('/api/papers/submit', {
      method: 'POST',
      headers: json,
      body: '{"paperId":"2602.23229"}',
    });
    expect(nobody.status).toBe(401);
    const wrong = await stage.fetch('/api/papers/2602.23229/upvote', {
      method: 'DELETE',
      headers: { authorization: 'Bearer pbt_wrong' },
    });
    expect(wrong.status).toBe(401);
    expect(stage.catalog.asked('POST /api/papers')).toHaveLength(0);
    expect(stage.catalog.asked('POST /internal/votes')).toHaveLength(0);
  });

  it('refuses what pages of other sites send with the cookie', async () => {
    knowAlice(stage.catalog);
    const forged: Record<string, string>[] = [
      { ...ALICES_SESSION, origin: 'https://evil.example' },
      { ...ALICES_SESSION, 'sec-fetch-site': 'cross-site' },
      ALICES_SESSION,
    ];
    for (const headers of forged) {
      const answer = await stage.fetch('/api/papers/2602.23229/upvote', { method: 'POST', headers });
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ code: 'forged-request' });
    }
    expect(stage.catalog.asked('POST /api/papers')).toHaveLength(0);
    expect(stage.catalog.asked('POST /internal/votes')).toHaveLength(0);
  });

  it('says what is wrong with bodies before anyone else sees them', async () => {
    const post = (body: string, headers: Record<string, string> = json) =>
      stage.fetch('/api/subscriptions', { method: 'POST', headers, body });
    expect((await post('{"email":')).status).toBe(400);
    expect((await post(JSON.stringify({ email: 'x'.repeat(70_000) }))).status).toBe(413);
    expect((await post('<xml/>', { 'content-type': 'application/xml' })).status).toBe(415);
    expect(stage.mailer.received).toHaveLength(0);
  });

  test.each([
    ['GET', '/api/nothing'],
    ['GET', '/api/internal/sample'],
    ['GET', '/api/papers/%2e%2e%2finternal%2fsample'],
    ['GET', '/api/papers/2602.23229%2f..%2f..%2finternal'],
    ['POST', '/api/papers/../../internal/rebuild'],
    ['GET', '/internal/lists/day'],
    ['PUT', '/internal/sample'],
  ])('lets %s %s reach nobody', async (method, path) => {
    const answer = await stage.fetch(path, { method });
    expect([404, 405]).toContain(answer.status);
    const all = [...stage.catalog.received, ...stage.ranking.received, ...stage.mailer.received];
    expect(all).toHaveLength(0);
  });

  it('names the methods of a path', async () => {
    const answer = await stage.fetch('/api/papers/submit');
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
  });
});

describe('the limit of writes', () => {
  it('answers 429 in the form that clients read, to the one who wrote too much', async () => {
    const strict = await setStage({ ANONYMOUS_WRITES_PER_MINUTE: '2' });
    try {
      strict.mailer.on('POST /api/subscriptions', { status: 202, body: { status: 'confirmation-sent' } });
      const post = () =>
        strict.fetch('/api/subscriptions', {
          method: 'POST',
          headers: json,
          body: '{"email":"a@example.org"}',
        });
      expect([(await post()).status, (await post()).status]).toEqual([202, 202]);
      const third = await post();
      expect(third.status).toBe(429);
      expect(third.headers.get('ratelimit')).toMatch(/^"writes";r=0;t=\d+$/);
      expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(strict.mailer.received).toHaveLength(2);
    } finally {
      await strict.stop();
    }
  });
});

describe('what is the same for everyone', () => {
  const knowPaper = () => {
    stage.catalog.on('GET /internal/papers/2602.23229', { body: catalogPaper('2602.23229') });
    stage.ranking.on('GET /internal/papers/standing', {
      body: { standings: [{ paperId: '2602.23229', upvotes: 7, comments: 0 }] },
    });
    stage.ranking.on('GET /api/papers/2602.23229/why', {
      status: 404,
      body: { code: 'paper-not-listed', detail: '' },
    });
  };

  test.each([
    '/api/daily_papers?limit=9',
    '/api/papers/2602.23229',
    '/api/arxiv/2602.23229/repos',
    '/papers/2602.23229.md',
  ])('may be read by the pages of every site: %s', async (path) => {
    knowPaper();
    stage.ranking.on('GET /api/daily_papers', { headers: { etag: '"v1"' }, body: [] });
    // The second is given before the request is routed.
    for (const _ of [1, 2]) {
      const answer = await stage.fetch(path, { headers: { origin: 'https://elsewhere.example' } });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    }
  });

  it('is told before the read, with the headers that clients send, and a problem may be read as well', async () => {
    const preflight = await stage.fetch('/api/daily_papers?limit=1', { method: 'OPTIONS' });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, HEAD');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
    stage.catalog.on('GET /internal/papers/2602.99999', {
      status: 404,
      body: { code: 'unknown-paper', detail: '' },
    });
    stage.ranking.on('GET /internal/papers/standing', { body: { standings: [] } });
    const unknown = await stage.fetch('/api/papers/2602.99999');
    expect([unknown.status, unknown.headers.get('access-control-allow-origin')]).toEqual([404, '*']);
  });

  it('is no way to write from elsewhere', async () => {
    expect((await stage.fetch('/api/papers/2602.23229/upvote', { method: 'OPTIONS' })).status).toBe(404);
    const vote = await stage.fetch('/api/papers/2602.23229/upvote', { method: 'POST', headers: token });
    expect(vote.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('tells of a paper that nothing is linked to it, and 404 for one that is not known', async () => {
    knowPaper();
    const answer = await stage.fetch('/api/arxiv/2602.23229/repos');
    expect(await answer.json()).toEqual({ models: [], datasets: [], spaces: [] });
    stage.catalog.on('GET /internal/papers/2602.88888', {
      status: 404,
      body: { code: 'unknown-paper', detail: '' },
    });
    stage.ranking.on('GET /internal/papers/standing?ids=2602.88888', { body: { standings: [] } });
    expect((await stage.fetch('/api/arxiv/2602.88888/repos')).status).toBe(404);
  });

  it('is Markdown at the address of a paper for who asks for that, and a page for all others', async () => {
    knowPaper();
    const as = async (accept: string) => {
      const { headers } = await stage.fetch('/papers/2602.23229', { headers: { accept } });
      expect(headers.get('vary')).toContain('accept');
      return headers.get('content-type');
    };
    for (const accept of [
      'text/html',
      'text/markdown',
      '*/*',
      'text/markdown, text/html;q=0.9',
      'text/markdown',
    ])
      expect(await as(accept)).toBe(
        accept === 'text/markdown' ? 'text/markdown; charset=utf-8' : 'text/html; charset=utf-8',
      );
    expect((await stage.fetch('/papers/not-an-id.md')).status).toBe(404);
  });
});
