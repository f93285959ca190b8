import { describe, expect, it } from '@jest/globals';
import { outcomeOf } from './smtp-outcome.js';

describe('what a failed hand-over means', () => {
  it.each([
    [
      'a mailbox that is full',
      { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 452 },
      { kind: 'refused', when: 'later', code: 452 },
    ],
    [
      'no such mailbox',
      {
        code: 'EENVELOPE',
        command: 'RCPT TO',
        responseCode: 550,
        response: '550 5.1.1 <ada@example.org>: no such mailbox',
      },
      {
        kind: 'refused',
        when: 'never',
        code: 550,
        blames: 'recipient',
        gone: true,
        answer: '550 5.1.1 <…>: no such mailbox',
      },
    ],
    [
      'a mailbox that is full for good',
      { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 552, response: '552 5.2.2 mailbox full' },
      { kind: 'refused', when: 'never', code: 552, blames: 'recipient', answer: '552 5.2.2 mailbox full' },
    ],
    [
      'a policy that lets none of ours pass',
      { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550, response: '550 5.7.1 you are blocked' },
      { kind: 'refused', when: 'never', code: 550, blames: 'run', answer: '550 5.7.1 you are blocked' },
    ],
    [
      'a refusal without a reason',
      { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550 },
      { kind: 'refused', when: 'never', code: 550, blames: 'run' },
    ],
    [
      'a message that is not wanted',
      { code: 'EMESSAGE', command: 'DATA', responseCode: 554 },
      { kind: 'refused', when: 'never', code: 554, blames: 'run' },
    ],
    [
      'a sender that the relay does not know',
      { code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 530 },
      { kind: 'away', reason: 'MAIL FROM 530' },
    ],
    [
      'a relay that shuts down',
      { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 421 },
      { kind: 'away', reason: 'RCPT TO 421' },
    ],
    [
      'a wrong password',
      { code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535 },
      { kind: 'away', reason: 'EAUTH' },
    ],
    ['nobody there', { code: 'ESOCKET', command: 'CONN' }, { kind: 'away', reason: 'ESOCKET' }],
  ])('%s', (_, error, outcome) => {
    expect(outcomeOf(error, false)).toEqual(outcome);
  });

  it('is uncertain once the message was on its way, unless the relay answered it', () => {
    expect(outcomeOf({ code: 'ETIMEDOUT', command: 'CONN' }, true)).toEqual({
      kind: 'uncertain',
      reason: 'ETIMEDOUT',
    });
    expect(outcomeOf({ code: 'ECONNECTION', command: 'CONN', responseCode: 451 }, true).kind).toBe(
      'uncertain',
    );
    expect(outcomeOf({}, true)).toEqual({ kind: 'uncertain', reason: 'unknown' });
    expect(outcomeOf({ code: 'EMESSAGE', command: 'DATA', responseCode: 451 }, true)).toEqual({
      kind: 'refused',
      when: 'later',
      code: 451,
    });
  });
});
