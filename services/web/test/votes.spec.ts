import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test } from '@jest/globals';
import {
  notFound,
  type PersonCaller,
  type Problem,
  problemDocument,
  problemHeaders,
  tooMany,
} from '@paperboy/platform';
import { waitFor } from '@paperboy/testing';
import { Sessions, type Visitor } from '../src/gate/sessions.client.js';
import { ALICE, knowAlice } from './alice.js';
import { batches, takeVotes, votesOf } from './fake-votes.js';
import { type Stage, setStage } from './stage.server.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage({ WRITES_PER_MINUTE: '0' });
});
afterAll(() => stage?.stop());
beforeEach(() => {
  stage.forget();
  knowAlice(stage.catalog);
});
afterEach(() => {
  jest.restoreAllMocks();
});

const token = { authorization: 'Bearer pbt_alice' };
const vote = (paperId: string, method = 'POST', headers: Record<string, string> = {}, on = stage) =>
  on.fetch(`/api/papers/${paperId}/upvote`, { method, headers: { ...token, ...headers } });
const paper = (at: number) => `2602.${String(at).padStart(5, '0')}`;

/** Holds requests at the gate until so many are there, so that they come on at the same moment on any machine. */
function comeTogether(count: number): void {
  const visitor: Visitor = { person: { kind: 'person', ...ALICE } as PersonCaller };
  const waiting: ((visitor: Visitor) => void)[] = [];
  jest.spyOn(Sessions.prototype, 'visitor').mockImplementation(
    () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        if (waiting.length === count) for (const each of waiting) each(visitor);
      }),
  );
}

/** What a client sees of an answer, but for when it was given. */
async function seen(answer: Response): Promise<unknown> {
  const headers = [...answer.headers].filter(([name]) => name !== 'date').sort();
  return { status: answer.status, headers, body: await answer.text() };
}

describe('votes through the door', () => {
  it('go to the catalog with one request when they come at the same moment, each with an answer of its own', async () => {
    const problem = { status: 404, code: 'unknown-paper', detail: 'The catalog has no paper 2602.00007.' };
    takeVotes(stage.catalog, { [paper(7)]: problem });
    comeTogether(40);
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, at) => vote(paper(at), at % 2 ? 'DELETE' : 'POST')),
    );
    for (const [at, answer] of answers.entries()) {
      const body = await answer.json();
      if (at === 7) expect([answer.status, body]).toEqual([404, expect.objectContaining(problem)]);
      else {
        const wished = { paperId: paper(at), upvoted: at % 2 === 0, counts: true };
        expect([answer.status, body]).toEqual([200, wished]);
      }
    }
    const asked = batches(stage.catalog);
    expect(asked).toHaveLength(1);
    expect(asked.flatMap(votesOf)).toHaveLength(40);
    expect(asked[0]?.caller).toEqual({ kind: 'service', name: 'web' });
    expect(asked[0]?.headers['x-answer-by']).toMatch(/^\d{13}$/);
    expect(new Set(asked.flatMap(votesOf).map(({ personId }) => personId))).toEqual(new Set([ALICE.id]));
  });

  it('may come with an empty body of any type, as many clients send them', async () => {
    takeVotes(stage.catalog);
    for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain'])
      expect((await vote(paper(1), 'POST', { 'content-type': type })).status).toBe(200);
  });

  it('are never more than a hundred in one request', async () => {
    takeVotes(stage.catalog);
    comeTogether(250);
    const answers = await Promise.all(Array.from({ length: 250 }, (_, at) => vote(paper(at))));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    // They are on their way at the same time, so that the catalog may meet any of them first.
    const sizes = batches(stage.catalog).map((batch) => votesOf(batch).length);
    expect(sizes.sort((a, b) => b - a)).toEqual([100, 100, 50]);
  });

  it("carry the trace and the id of the person's own request, and the request with them belongs to none", async () => {
    takeVotes(stage.catalog);
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    await vote(paper(1), 'POST', { traceparent, 'x-request-id': 'mine' });
    const [batch] = batches(stage.catalog);
    expect(batch && votesOf(batch)).toEqual([
      {
        personId: ALICE.id,
        paperId: paper(1),
        wish: 'cast',
        requestId: 'mine',
        traceparent: expect.stringMatching(/^00-a{32}-(?!b{16})[0-9a-f]{16}-01$/),
      },
    ]);
    expect(batch?.headers.traceparent).not.toContain('a'.repeat(32));
    expect(batch?.headers['x-request-id']).toBeUndefined();
  });

  test.each<[string, Problem]>([
    ['a paper that is unknown', notFound('unknown-paper', 'The catalog has no paper “2602.00001”.')],
    ['too many changes', tooMany('vote-changed-too-often', 'This vote was changed 60 times today.', 1234.5)],
  ])('are answered after %s as if the catalog answered by itself', async (_, problem) => {
    const { status, code, detail, retryAfterSeconds } = problem;
    takeVotes(stage.catalog, { [paper(1)]: { status, code, detail, retryAfterSeconds } });
    // What the door passes on as it is.
    const body = problemDocument(problem, 'mine');
    stage.catalog.on('POST /api/papers/submit', { status, headers: problemHeaders(problem), body });
    const headers = { ...token, 'x-request-id': 'mine' };
    const passedOn = await stage.fetch('/api/papers/submit', { method: 'POST', headers });
    expect(await seen(await vote(paper(1), 'POST', headers))).toEqual(await seen(passedOn));
  });

  it('are answered when all is well as if the catalog answered by itself', async () => {
    takeVotes(stage.catalog);
    stage.catalog.on('POST /api/papers/submit', {
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: { paperId: paper(1), upvoted: true, counts: true },
    });
    const headers = { ...token, 'x-request-id': 'mine' };
    const passedOn = await stage.fetch('/api/papers/submit', { method: 'POST', headers });
    expect(await seen(await vote(paper(1), 'POST', headers))).toEqual(await seen(passedOn));
  });

  it('are offered once more when a replica of the catalog can not take them now', async () => {
    const away = { status: 503, code: 'dependency-away', detail: 'Away.', retryAfterSeconds: 2 };
    let asked = 0;
    stage.catalog.on('POST /internal/votes', (request) => {
      if (request.url !== '/internal/votes') return undefined;
      asked += 1;
      const taken = { vote: { paperId: paper(1), upvoted: true, counts: true } };
      return { body: { outcomes: votesOf(request).map(() => (asked === 1 ? { problem: away } : taken)) } };
    });
    expect((await vote(paper(1))).status).toBe(200);
    expect(asked).toBe(2);
    takeVotes(stage.catalog, { [paper(1)]: away });
    expect((await vote(paper(1))).status).toBe(503);
  });

  it('are a 503 for each while the catalog answers nothing that says what became of them', async () => {
    stage.catalog.on('POST /internal/votes', {
      status: 503,
      headers: { 'retry-after': '2' },
      body: {
        code: 'dependency-away',
        detail: 'A part of the system that this request needs cannot be reached for now.',
      },
    });
    const answers = await Promise.all([vote(paper(1)), vote(paper(2))]);
    for (const answer of answers) {
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
      expect(await answer.json()).toMatchObject({ code: 'dependency-away' });
    }
    stage.forget();
    knowAlice(stage.catalog);
    takeVotes(stage.catalog);
    expect((await vote(paper(1))).status).toBe(200);
  });

  it('go to another replica when one hangs, and do not wait for what hangs there', async () => {
    const hung: string[] = [];
    const hanging = createServer((request) => {
      hung.push(request.url ?? '');
    });
    await new Promise<void>((done) => hanging.listen(0, '127.0.0.1', done));
    const address = `http://127.0.0.1:${(hanging.address() as AddressInfo).port}`;
    const other = await setStage({ CATALOG_URL: `${stage.catalog.url},${address}` });
    try {
      takeVotes(stage.catalog);
      // The first request of all asks who it is, at the replica that answers; the next one goes to the other.
      let answered = false;
      const stuck = vote(paper(1), 'POST', {}, other).finally(() => {
        answered = true;
      });
      await waitFor(() => hung.length === 1);
      expect((await vote(paper(2), 'POST', {}, other)).status).toBe(200);
      expect([answered, (await stuck).status]).toEqual([false, 200]);
      expect(hung).toEqual(['/internal/votes']);
    } finally {
      await other.stop();
      hanging.closeAllConnections();
      hanging.close();
    }
  });
});
