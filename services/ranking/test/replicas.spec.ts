import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testClock, uniqueNamespace, waitFor } from '@paperboy/testing';
import { paper, vote } from './paper-and-vote.js';
import { operator, type RankingUnderTest, startRanking } from './ranking-under-test.js';

const DAY = '/api/daily_papers?date=2026-11-22&limit=100';
const PAPERS = 8;
const PEOPLE = 40;
let ranking: RankingUnderTest;

const ids = Array.from({ length: PAPERS }, (_, at) => `2611.0000${at}`);

beforeAll(async () => {
  ranking = await startRanking(uniqueNamespace(), testClock());
  await ranking.catalog.papers(...ids.map((id) => paper(id)));
  await waitFor(
    () => ranking.ids(DAY),
    (shown) => shown.length === PAPERS,
  );
}, 60_000);

afterAll(async () => {
  await ranking?.stop();
});

const upvotes = async () => {
  const { body } = await ranking.call<{ paper: { id: string; upvotes: number } }[]>('GET', DAY);
  return Object.fromEntries(body.map(({ paper }) => [paper.id, paper.upvotes]));
};

describe('a second replica', () => {
  it('joins and leaves in the middle of votes, and the lists are a count of all of them', async () => {
    const standing = new Map<string, boolean>();
    let seq = 0;
    // Each person casts a vote for each paper, and withdraws every third.
    const round = async (person: number) => {
      seq++;
      for (const [at, id] of ids.entries()) {
        const stands = (person + at + seq) % 3 !== 0;
        standing.set(`${id} ${person}`, stands);
        const castAt = '2026-11-22T09:00:00.000Z';
        const history = [stands ? { castAt } : { castAt, withdrawnAt: '2026-11-22T09:30:00.000Z' }];
        await ranking.catalog.votes(vote(id, `person-${person}`, { seq, standing: stands, history }));
      }
    };
    const rounds = async (from: number, to: number) => {
      for (let person = from; person < to; person++) await round(person);
    };
    await rounds(0, 5);
    const [second] = await Promise.all([ranking.boot(), rounds(5, 25)]);
    await rounds(0, 10);
    const rebuilt = ranking.call('POST', '/internal/rebuild', operator);
    await Promise.all([rebuilt, second.stop(), rounds(10, PEOPLE)]);
    const truth = Object.fromEntries(
      ids.map((id) => [id, [...standing].filter(([key, stands]) => stands && key.startsWith(id)).length]),
    );
    await waitFor(
      async () => {
        expect(await upvotes()).toEqual(truth);
        return true;
      },
      Boolean,
      { timeoutMs: 40_000, everyMs: 200 },
    );
    await waitFor(
      async () => (await ranking.call<{ state: string }>('GET', '/internal/rebuild', operator)).body.state,
      (state) => state === 'idle',
      { timeoutMs: 40_000 },
    );
    expect(await upvotes()).toEqual(truth);
  }, 150_000);
});
