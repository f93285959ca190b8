import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort, testClock, testStack, uniqueNamespace } from '@paperboy/testing';
import { type RunningMailer, startMailer } from '../../test/running-mailer.server.js';
import { mailTestLines } from './mail.command.js';

describe('a test mail', () => {
  let mailer: RunningMailer;

  beforeEach(async () => {
    mailer = await startMailer({
      stack: testStack(),
      namespace: uniqueNamespace(),
      clock: testClock('2037-11-22T07:00:00.000Z'),
      relayPort: await freePort(),
    });
  });
  afterEach(async () => {
    await mailer.stop();
  });

  const test = (address: string) => mailer.call('POST', '/internal/mail/test', { address }, 'operator');

  it('is handed to the relay at once, and its answer told', async () => {
    const { status, body } = await test('Ada@Example.org');
    expect([status, body.outcome, body.from]).toEqual([200, 'accepted', 'digest@papers.example.org']);
    expect(mailer.relay.taken.map(({ to }) => to)).toEqual(['Ada@example.org']);
    expect(mailer.relay.taken[0]?.raw).toMatch(/^Subject: A test mail of Paperboy\r$/m);
    expect(mailer.relay.taken[0]?.raw).toContain(String(body.messageId));
  });

  it('says that the relay is away, without an error', async () => {
    await mailer.relay.away();
    const { status, body } = await test('ada@example.org');
    expect([status, body.outcome]).toEqual([200, 'away']);
    expect(body.reason).toEqual(expect.any(String));
  });

  it('goes to no address that is none', async () => {
    expect((await test('ada')).status).toBe(400);
    expect(mailer.relay.taken).toEqual([]);
  });
});

describe('what an operator reads of a test mail', () => {
  const told = {
    relay: 'smtp.example.org:587',
    from: 'digest@example.org',
    messageId: '<test.1@example.org>',
  };

  it('is what the relay said, and what to do', () => {
    expect(mailTestLines({ ...told, outcome: 'accepted' })[0]).toMatch(
      /took the mail from digest@example\.org/,
    );
    expect(mailTestLines({ ...told, outcome: 'refused', code: 550, answer: '550 5.7.1 no' })).toEqual([
      'The relay smtp.example.org:587 refused the mail: 550 5.7.1 no',
      'Check that it may send mail from digest@example.org, and that the address exists.',
    ]);
    expect(mailTestLines({ ...told, outcome: 'refused', code: 451 })[1]).toMatch(/later/);
    expect(mailTestLines({ ...told, outcome: 'away', reason: 'ECONNREFUSED' })[1]).toMatch(/SMTP_URL/);
    expect(mailTestLines({ ...told, outcome: 'uncertain', reason: 'ETIMEDOUT' })[1]).toMatch(/mailbox/);
  });
});
