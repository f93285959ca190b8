import { describe, expect, it } from '@jest/globals';
import type { ShownComment } from '@paperboy/contracts';
import fc from 'fast-check';
import { threadsOf } from './threads.js';

function comment(id: string, replyTo?: string): ShownComment {
  return { id, text: id, postedAt: '2026-11-22T08:00:00.000Z', ...(replyTo && { replyTo }) };
}

describe('the threads of comments', () => {
  it('have two levels, and say what an answer to an answer is about', () => {
    const shown = threadsOf([
      comment('a'),
      comment('b'),
      comment('c', 'a'),
      comment('d', 'c'),
      comment('e', 'b'),
    ]);
    expect(
      shown.map(({ comment: { id }, replies }) => [
        id,
        replies.map((reply) => [reply.comment.id, reply.to?.id]),
      ]),
    ).toEqual([
      [
        'a',
        [
          ['c', undefined],
          ['d', 'c'],
        ],
      ],
      ['b', [['e', undefined]]],
    ]);
  });

  it('begin with an answer to what is not shown', () => {
    expect(threadsOf([comment('b', 'gone'), comment('c', 'b')]).map(({ comment: { id } }) => id)).toEqual([
      'b',
    ]);
  });

  it('hold each comment once, whatever answers what', () => {
    const answers = fc.array(fc.option(fc.nat(30)), { maxLength: 30 });
    fc.assert(
      fc.property(answers, (parents) => {
        const all = parents.map((parent, at) =>
          comment(`c${at}`, parent === null ? undefined : `c${parent}`),
        );
        const shown = threadsOf(all).flatMap(({ comment: first, replies }) => [
          first,
          ...replies.map((one) => one.comment),
        ]);
        expect(shown.map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort());
      }),
    );
  });
});
