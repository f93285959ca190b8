import { describe, expect, it } from '@jest/globals';
import { killsOf, planOf } from '../attack/plan.js';
import { judgeOrder, judgeSubmission, judgeVote, type Sent, type StoredVote } from './oracle.js';

const START = Date.parse('2026-11-22T12:00:00.000Z');
const at = (second: number): string => new Date(START + second * 1_000).toISOString();

function request(
  kind: Sent['kind'],
  from: number,
  to: number,
  outcome: Sent['outcome'] = 'acknowledged',
): Sent {
  return {
    kind,
    personId: 'ann',
    paperId: 'p',
    startedAt: START + from * 1_000,
    endedAt: START + to * 1_000,
    outcome,
  };
}

/** A vote that was cast and withdrawn in turn at these seconds. */
function vote(...seconds: number[]): StoredVote {
  const history: StoredVote['history'] = [];
  seconds.forEach((second, n) => {
    if (n % 2 === 0) history.push({ castAt: at(second) });
    else Object.assign(history.at(-1) ?? {}, { withdrawnAt: at(second) });
  });
  return { seq: seconds.length, standing: seconds.length % 2 === 1, history };
}

describe('judging a vote by what was sent', () => {
  it('finds nothing wrong when each acknowledged wish was so between its sending and its answer', () => {
    expect(
      judgeVote(vote(1, 3), [request('cast', 0, 2), request('cast', 2, 2.5), request('withdraw', 2.6, 4)]),
    ).toEqual([]);
    expect(judgeVote(undefined, [request('withdraw', 0, 1)])).toEqual([]);
  });

  it('finds an acknowledged vote that is lost', () => {
    expect(judgeVote(undefined, [request('cast', 0, 2)])).toHaveLength(1);
    expect(judgeVote(vote(1), [request('cast', 0, 2), request('withdraw', 3, 4)])).toHaveLength(1);
  });

  it('allows a request without an answer to have had its effect late, once, or not at all', () => {
    const unknown = request('cast', 0, 2, 'unknown');
    expect(judgeVote(undefined, [unknown])).toEqual([]);
    expect(judgeVote(vote(9), [unknown])).toEqual([]);
    expect(judgeVote(vote(1, 3, 9), [unknown, request('withdraw', 2.5, 4)])).toEqual([
      expect.stringContaining('nobody'),
    ]);
  });

  it('finds an effect that nobody asked for, or that came before it was asked for', () => {
    expect(judgeVote(vote(1), [])).toHaveLength(1);
    expect(judgeVote(vote(1), [request('cast', 2, 3, 'unknown')])).toHaveLength(1);
    expect(judgeVote(vote(1), [request('cast', 0, 2, 'refused')])).toHaveLength(1);
  });

  it('finds a seq that does not go with the history', () => {
    expect(judgeVote({ ...vote(1), seq: 2 }, [request('cast', 0, 2)])).toHaveLength(1);
    expect(judgeVote({ ...vote(1), standing: false }, [request('cast', 0, 2)])).toHaveLength(1);
  });
});

describe('judging a submission by what was sent', () => {
  it('wants the paper to be of the one to whom it was acknowledged', () => {
    expect(judgeSubmission('ann', [request('submit', 0, 1)])).toEqual([]);
    expect(judgeSubmission('bob', [request('submit', 0, 1)])).toHaveLength(2);
    expect(judgeSubmission(undefined, [request('submit', 0, 1)])).toHaveLength(1);
    expect(judgeSubmission('ann', [request('submit', 0, 1, 'unknown')])).toEqual([]);
    expect(judgeSubmission(undefined, [request('submit', 0, 1, 'unknown')])).toEqual([]);
    expect(judgeSubmission(undefined, [{ ...request('submit', 0, 1, 'refused'), status: 409 }])).toHaveLength(
      1,
    );
  });
});

describe('judging the order of publication', () => {
  it('allows what was published to come again from some point on, and finds gaps and a wrong end', () => {
    expect(judgeOrder([1, 2, 1, 2, 3, 3], 3)).toEqual([]);
    expect(judgeOrder([1, 3], 3)).toEqual(['3 follows 1']);
    expect(judgeOrder([2], 2)).toEqual(['2 follows nothing']);
    expect(judgeOrder([2, 3], 3, true)).toEqual([]);
    expect(judgeOrder([2, 4], 4, true)).toEqual(['4 follows 2']);
    expect(judgeOrder([2], 3, true)).toEqual(['the last one published is 2 of 3']);
    expect(judgeOrder([1, 2, 1], 2)).toEqual(['the last one published is 1 of 2']);
    expect(judgeOrder([1, 2, 1, 3], 3)).toEqual(['3 follows 1']);
    expect(judgeOrder([], 1)).toHaveLength(1);
  });
});

describe('the plan of a run', () => {
  it('is the same for the same seed and another for another, and kills as often as asked', () => {
    expect(planOf(1, 60)).toEqual(planOf(1, 60));
    expect(planOf(1, 60)).not.toEqual(planOf(2, 60));
    expect(planOf(3, 60).reduce((sum, fault) => sum + killsOf(fault), 0)).toBeGreaterThanOrEqual(60);
  });
});
