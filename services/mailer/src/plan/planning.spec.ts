import { describe, expect, it } from '@jest/globals';
import type { Subscription } from '../subscription/subscription.js';
import { decide, type EditionNews } from './planning.js';

const utc = { timeZone: 'UTC', rollOver: '00:00' };
const subscription: Subscription = {
  _id: 'AAAAAAAAAAAA',
  subscriberId: 'BBBBBBBBBBBB',
  slot: 'day',
  cadence: 'day',
  hour: 8,
  timeZone: 'UTC',
  state: 'active',
  next: { localDate: '2026-11-22', editionId: 'day-2026-11-21' },
  nextDueAt: new Date('2026-11-22T08:00:00Z'),
  sample: false,
};
const at = (moment: string, news?: EditionNews) =>
  decide(subscription, new Map(news ? [['day-2026-11-21', news]] : []), utc, new Date(moment));

describe('planning a subscription that is due', () => {
  it('writes its digest down and moves on to the next date', () => {
    expect(at('2026-11-22T08:00:10Z', 'with-papers')).toEqual([
      {
        plan: {
          subscriptionId: 'AAAAAAAAAAAA',
          editionId: 'day-2026-11-21',
          localDate: '2026-11-22',
          dueAt: new Date('2026-11-22T08:00:00Z'),
          sample: false,
        },
        move: {
          subscription,
          to: {
            next: { localDate: '2026-11-23', editionId: 'day-2026-11-22' },
            nextDueAt: new Date('2026-11-23T08:00:00Z'),
          },
        },
      },
    ]);
  });

  it('does nothing before its hour, nor while its edition is open', () => {
    expect(at('2026-11-22T07:59:59Z', 'with-papers')).toEqual([]);
    expect(at('2026-11-22T08:00:10Z', 'open')).toEqual([]);
    expect(at('2026-11-22T08:00:10Z')).toEqual([]);
  });

  it('skips an edition without papers at its hour, as nothing new, and moves on', () => {
    const [decision] = at('2026-11-22T08:00:10Z', 'empty');
    expect(decision?.plan.skipped).toBe('nothing-new');
    expect(decision?.move.to.next.localDate).toBe('2026-11-23');
  });

  it('skips what is more than twelve hours late, also if the edition never closed', () => {
    expect(at('2026-11-22T20:00:00Z', 'with-papers')[0]?.plan.skipped).toBeUndefined();
    expect(at('2026-11-22T20:00:01Z', 'with-papers')[0]?.plan.skipped).toBe('late');
    expect(at('2026-11-22T20:00:01Z', 'open')[0]?.plan.skipped).toBe('late');
  });

  it('moves date by date after an outage, and straight to today after one of months', () => {
    expect(at('2026-11-30T12:00:00Z', 'with-papers')[0]?.move.to.next.localDate).toBe('2026-11-23');
    expect(at('2027-03-01T12:00:00Z', 'with-papers')[0]?.move.to.next.localDate).toBe('2027-03-02');
  });

  it('does nothing for one that has ended', () => {
    const { next: _next, nextDueAt: _due, ...ended } = subscription;
    expect(decide({ ...ended, state: 'ended' }, new Map(), utc, new Date('2026-11-23T00:00:00Z'))).toEqual(
      [],
    );
  });
});
