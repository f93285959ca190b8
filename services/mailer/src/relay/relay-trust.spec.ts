import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Outcome } from '../ledger/outcome.js';
import { RelayTrust } from './relay-trust.js';

const lost: Outcome = { kind: 'uncertain', reason: 'ECONNECTION' };
const blocked: Outcome = {
  kind: 'refused',
  when: 'never',
  code: 550,
  blames: 'run',
  answer: '550 5.7.1 blocked',
};
const unknown: Outcome = { kind: 'refused', when: 'never', code: 550, blames: 'recipient' };
const accepted: Outcome = { kind: 'accepted' };
const at = (seconds: number): Date => new Date(Date.parse('2026-11-22T08:00:00Z') + seconds * 1000);

let trust: RelayTrust;
beforeEach(() => {
  trust = new RelayTrust({ pauseAfter: 3 });
});
const note = (outcome: Outcome, seconds: number) => {
  const admission = trust.admit(at(seconds));
  const change = trust.note(outcome, admission, at(seconds));
  trust.left(admission);
  return change;
};

describe('the trust in a relay', () => {
  it('ends after a few bad outcomes in a row, and says when the next mail tries it', () => {
    expect([note(lost, 0), note(blocked, 0), note(lost, 0)]).toEqual([undefined, undefined, 'paused']);
    expect(trust.state()).toMatchObject({ paused: true, badInARow: 3, nextTryAt: at(30) });
    expect([trust.admit(at(29)), trust.mayTry(at(29))]).toEqual(['closed', false]);
  });

  it('is not touched by refusals that name the recipient, refusals for now, and a relay that is away', () => {
    const harmless: Outcome[] = [
      unknown,
      { kind: 'refused', when: 'later', code: 451 },
      { kind: 'away', reason: 'ECONNREFUSED' },
    ];
    for (let round = 0; round < 10; round++)
      for (const outcome of harmless) expect(note(outcome, 0)).toBeUndefined();
    expect(trust.admit(at(0))).toBe('open');
  });

  it('counts only those in a row', () => {
    for (let round = 0; round < 5; round++) for (const outcome of [lost, lost, accepted]) note(outcome, 0);
    expect(trust.admit(at(0))).toBe('open');
  });

  it('is tried with one mail at a time, after pauses that double up to half an hour', () => {
    for (let bad = 0; bad < 3; bad++) note(lost, 0);
    let now = 30;
    for (const pause of [60, 120, 240, 480, 960, 1800, 1800]) {
      expect([trust.admit(at(now)), trust.admit(at(now))]).toEqual(['trial', 'closed']);
      expect(trust.note(lost, 'trial', at(now))).toBe('paused-again');
      trust.left('trial');
      expect(trust.state().nextTryAt).toEqual(at(now + pause));
      now += pause;
    }
  });

  it('comes back with the first mail that is accepted', () => {
    for (let bad = 0; bad < 3; bad++) note(lost, 0);
    expect(note(accepted, 30)).toBe('resumed');
    expect(trust.state()).toMatchObject({ paused: false, badInARow: 0, nextTryAt: undefined });
    expect([trust.admit(at(31)), trust.admit(at(31))]).toEqual(['open', 'open']);
  });

  it('lets the next mail try when a trial sent nothing or learned nothing of the relay', () => {
    for (let bad = 0; bad < 3; bad++) note(lost, 0);
    expect(trust.admit(at(30))).toBe('trial');
    trust.left('trial');
    expect(note(unknown, 30)).toBeUndefined();
    expect(trust.admit(at(30))).toBe('trial');
  });

  it('wants a look when it is shaken and no mail has come to try the relay', () => {
    expect(trust.wantsLook(at(0))).toBe(false);
    for (let bad = 0; bad < 3; bad++) note(lost, 0);
    expect([39, 40].map((seconds) => trust.wantsLook(at(seconds)))).toEqual([false, true]);
    trust.admit(at(40));
    expect(trust.wantsLook(at(40))).toBe(false);
    trust.left('trial');
    trust.looked('ECONNREFUSED', at(41));
    expect([50, 51].map((seconds) => trust.wantsLook(at(seconds)))).toEqual([false, true]);
  });

  it('is on probation once a look finds the relay there: nothing pauses, and one mail tries it all the same', () => {
    for (let bad = 0; bad < 3; bad++) note(lost, 0);
    trust.looked(undefined, at(29));
    expect(trust.state()).toMatchObject({ paused: true, onProbation: false });
    trust.looked(undefined, at(40));
    expect(trust.state()).toMatchObject({ paused: false, onProbation: true, nextTryAt: undefined });
    expect(trust.wantsLook(at(1_000))).toBe(false);
    expect([trust.admit(at(41)), trust.admit(at(41))]).toEqual(['trial', 'closed']);
    expect(trust.note(lost, 'trial', at(41))).toBe('paused-again');
    expect(trust.state()).toMatchObject({ paused: true, onProbation: false, nextTryAt: at(101) });
  });

  it('is no longer shaken by what was on its way when it ended', () => {
    const before = [0, 1, 2, 3, 4].map(() => trust.admit(at(0)));
    for (const admission of before) trust.note(lost, admission, at(0));
    expect(trust.state()).toMatchObject({ badInARow: 5, nextTryAt: at(30) });
  });
});
