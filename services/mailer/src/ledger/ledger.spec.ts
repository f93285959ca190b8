import { describe, expect, it } from '@jest/globals';
import { isTooLate, settlement } from './ledger.js';

const now = new Date('2026-11-22T08:00:00Z');
const row = { attempts: 0, dueAt: now };
const after = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
const later = { kind: 'refused', when: 'later', code: 451 } as const;

describe('what an outcome makes of a row', () => {
  it('is accepted only after the relay said so', () => {
    expect(settlement({ kind: 'accepted' }, row, now)).toEqual({ state: 'accepted' });
  });

  it('is failed after a refusal for good that names the recipient', () => {
    const outcome = { kind: 'refused', when: 'never', code: 550, blames: 'recipient' } as const;
    expect(settlement(outcome, row, now)).toEqual({ state: 'failed', reason: 'refused-550' });
  });

  it('is claimed again after one that may be meant for all, and failed by the next if others were accepted meanwhile', () => {
    const outcome = { kind: 'refused', when: 'never', code: 550, blames: 'run' } as const;
    const first = settlement(outcome, row, now);
    expect(first).toEqual({ state: 'claimed', attempts: 1, nextAttemptAt: after(30), refusedAt: now });
    expect(settlement(outcome, { ...row, attempts: 1 }, now)).toMatchObject({
      state: 'claimed',
      attempts: 2,
    });
    expect(settlement(outcome, { ...row, attempts: 1 }, now, true)).toEqual({
      state: 'failed',
      reason: 'refused-550',
    });
  });

  it('is claimed again after a refusal for now, with waits that double up to half an hour', () => {
    const waits = [0, 1, 2, 5, 6, 20].map((attempts) => settlement(later, { attempts, dueAt: now }, now));
    expect(waits.map(({ nextAttemptAt }) => nextAttemptAt)).toEqual(
      [30, 60, 120, 960, 1800, 1800].map(after),
    );
    expect(waits[1]).toMatchObject({ state: 'claimed', attempts: 2 });
  });

  it('is given up when the next attempt would be more than twelve hours late', () => {
    const old = { attempts: 9, dueAt: after(-12 * 3600 + 1000) };
    expect(settlement(later, old, now)).toEqual({ state: 'failed', reason: 'given-up-451', attempts: 10 });
    expect(isTooLate({ dueAt: after(-12 * 3600) }, now)).toBe(false);
    expect(isTooLate({ dueAt: after(-12 * 3600 - 1) }, now)).toBe(true);
  });

  it('costs no attempt while the relay is away', () => {
    const settled = settlement({ kind: 'away', reason: 'ECONNREFUSED' }, { attempts: 3, dueAt: now }, now);
    expect(settled).toEqual({ state: 'claimed', nextAttemptAt: after(2) });
  });

  it('is never claimed again when nobody knows', () => {
    const settled = settlement({ kind: 'uncertain', reason: 'ETIMEDOUT' }, row, now);
    expect(settled).toEqual({ state: 'uncertain', reason: 'connection-lost-ETIMEDOUT' });
  });
});
