import { describe, expect, it, test } from '@jest/globals';
import { deliveryInWords, momentInZone, periodInWords } from './delivery-words.js';

const delivery = {
  edition: 'day-2026-11-22',
  dueAt: '2026-11-23T07:00:00.000Z',
  endedAt: '2026-11-23T07:00:09.000Z',
  state: 'accepted',
  reason: null,
  returned: null,
} as const;

describe('what became of a digest', () => {
  test.each([
    [{}, 'Your provider or its relay took it on Monday, 23 November 2026, 08:00.'],
    [{ state: 'claimed', endedAt: null }, 'Waiting to be sent since Monday, 23 November 2026, 08:00.'],
    [{ state: 'skipped', reason: 'late' }, 'more than twelve hours late'],
    [{ state: 'skipped', reason: 'paused' }, 'you had paused it'],
    [{ state: 'uncertain', reason: 'connection-lost-closed' }, 'it is not sent twice'],
    [{ state: 'failed', reason: 'refused-550' }, 'takes no mail (answer 550)'],
    [{ state: 'failed', reason: 'given-up-451' }, 'refused it for twelve hours (last answer 451)'],
    [
      { state: 'a-state-of-the-future', reason: 'why' },
      'a-state-of-the-future, Monday, 23 November 2026, 08:00: why.',
    ],
  ])('%j is told in plain words', (differs, words) => {
    expect(deliveryInWords({ ...delivery, ...differs }, 'Europe/Berlin')).toContain(words);
  });

  test.each([
    [{ as: 'hard', status: '5.1.1' }, 'your provider said that there is no such mailbox (5.1.1).'],
    [{ as: 'soft', status: '5.2.2' }, 'your mailbox is full (5.2.2).'],
    [{ as: 'complaint', status: null }, 'it was reported as unwanted, so no more are sent.'],
    [{ as: 'of-the-future', status: null }, 'of-the-future.'],
  ])('and what came back, %j, too', (cameBack, words) => {
    const returned = { ...cameBack, at: '2026-11-23T09:00:00.000Z' };
    expect(deliveryInWords({ ...delivery, returned }, 'Europe/Berlin')).toBe(
      `A relay took it on Monday, 23 November 2026, 08:00. Then, on Monday, 23 November 2026, 10:00: ${words}`,
    );
  });

  it('is told by the clock of its reader', () => {
    expect(momentInZone('2026-11-23T02:30:00.000Z', 'America/New_York')).toBe(
      'Sunday, 22 November 2026, 21:30',
    );
  });

  test.each([
    ['day-2026-11-02', '2 November 2026'],
    ['week-2026-W07', 'week 7 of 2026'],
    ['month-2026-01', 'January 2026'],
  ])('names the period of %s', (edition, words) => {
    expect(periodInWords(edition)).toBe(words);
  });
});
