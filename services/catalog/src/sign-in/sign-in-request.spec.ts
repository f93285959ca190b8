import { describe, expect, test } from '@jest/globals';
import { codeRefusal } from './sign-in-request.js';

const now = new Date('2026-11-22T12:00:00.000Z');
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

describe('a request for a sign-in mail', () => {
  test.each([
    ['takes a code while it is good', { goodUntil: minutesAgo(-1) }, undefined],
    ['takes the fifth', { tries: 4, goodUntil: minutesAgo(-1) }, undefined],
    ['takes no sixth', { tries: 5, goodUntil: minutesAgo(-1) }, 'sign-in-code-void'],
    ['takes none after its time', { goodUntil: now }, 'sign-in-code-expired'],
    ['takes none twice', { provenAt: minutesAgo(1), goodUntil: minutesAgo(-1) }, 'sign-in-code-used'],
    ['waits for its mail for an hour', { askedAt: minutesAgo(59) }, undefined],
    ['and no longer', { askedAt: minutesAgo(60) }, 'sign-in-code-expired'],
  ])('%s', (_, differently, refusal) => {
    expect(codeRefusal({ askedAt: minutesAgo(5), tries: 0, ...differently }, now)).toBe(refusal);
  });

  test('that does not exist is unknown', () =>
    expect(codeRefusal(null, now)).toBe('unknown-sign-in-request'));
});
