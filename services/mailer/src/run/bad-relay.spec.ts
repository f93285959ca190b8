import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort, testClock, testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import { type RunningMailer, startMailer } from '../../test/running-mailer.server.js';
import { SubscriptionDesk } from '../subscription/subscription-desk.service.js';

const READERS = 24;
const EDITION = 'day-2037-11-21';
/** The defaults of SMTP_CONNECTIONS and SMTP_PAUSE_AFTER. */
const CONNECTIONS = 5;
const PAUSE_AFTER = 3;

let mailer: RunningMailer;
beforeEach(async () => {
  const clock = testClock('2037-11-22T07:00:00.000Z');
  const relayPort = await freePort();
  mailer = await startMailer({ stack: testStack(), namespace: uniqueNamespace(), clock, relayPort });
  await waitFor(async () => (await mailer.counts(EDITION)).candidates === 0);
});
afterEach(() => mailer.stop());

const deliverTo = async (readers: number, day = '2037-11-21', name = 'reader'): Promise<void> => {
  const desk = mailer.service.app.get(SubscriptionDesk, { strict: false });
  for (let reader = 0; reader < readers; reader++)
    await desk.start(`${name}${reader}@example.org`, { cadence: 'day', hour: 8, timeZone: 'UTC' }, false);
  await mailer.call('POST', `/internal/editions/${mailer.ranking.close(day)}/deliver`);
};
type Relay = { state: string; detail?: string; badInARow: number; underWay: number; nextTryAt?: string };
const relayHealth = async (): Promise<Relay> =>
  ((await mailer.call('GET', '/health')).body.components as { relay: Relay }).relay;
const paused = () => waitFor(relayHealth, ({ nextTryAt }) => nextTryAt !== undefined);
/** The counts when no mail is under way any more, since mails that are under way when sending pauses still end. */
const quiet = async () => {
  await waitFor(relayHealth, ({ underWay }) => underWay === 0);
  return mailer.counts(EDITION);
};
/** Moves the clock on until the counts are as wanted. */
const inTime = (until: (counts: Record<string, unknown>) => boolean) =>
  waitFor(() => {
    mailer.clock.advance(60_000);
    return mailer.counts(EDITION);
  }, until);
const metric = async (name: string): Promise<string> => {
  const text = await (await fetch(`${mailer.service.url}/metrics`)).text();
  return new RegExp(`^${name}\\{[^}]*\\} (\\S+)$`, 'm').exec(text)?.[1] ?? '';
};

describe('a relay that drops every connection after the final dot', () => {
  it('costs a few mails and not the edition, says so, and gets the rest when it is well again', async () => {
    mailer.relay.atMessage = () => 'drop';
    await deliverTo(READERS);
    const health = await paused();
    expect(health).toMatchObject({ state: 'degraded', nextTryAt: '2037-11-22T07:00:30.000Z' });
    expect(health.detail).toMatch(
      /^Sending pauses after \d bad outcomes in a row, the last: connection lost/,
    );
    expect(health.detail).toContain('One mail tries the relay at 2037-11-22T07:00:30.000Z');
    expect(await metric('paperboy_mailer_sending_paused')).toBe('1');
    const uncertain = Number((await quiet()).uncertain);
    expect(uncertain).toBeGreaterThanOrEqual(PAUSE_AFTER);
    expect(uncertain).toBeLessThanOrEqual(PAUSE_AFTER + CONNECTIONS - 1);

    // One mail tries the relay, and only that one becomes uncertain. The next pause is longer.
    mailer.clock.advance(30_000);
    await waitFor(relayHealth, ({ nextTryAt }) => nextTryAt === '2037-11-22T07:01:30.000Z');
    expect((await quiet()).uncertain).toBe(uncertain + 1);

    mailer.relay.atMessage = () => '250 ok';
    mailer.clock.advance(60_000);
    await inTime(({ accepted }) => accepted === READERS - uncertain - 1);
    expect(await relayHealth()).toMatchObject({ state: 'up', badInARow: 0 });
    expect(await metric('paperboy_mailer_sending_paused')).toBe('0');
  });
});

describe('a relay that is well again when no mail is left to try it', () => {
  /** Moves the clock on, but not so far that a mail becomes due. */
  const isUp = () =>
    waitFor(
      () => {
        mailer.clock.advance(1_000);
        return relayHealth();
      },
      ({ state }) => state === 'up',
    );

  it('is up in health by itself, and the next mail tries it alone', async () => {
    mailer.relay.atMessage = () => 'drop';
    await deliverTo(PAUSE_AFTER);
    await paused();
    expect(await quiet()).toMatchObject({ uncertain: PAUSE_AFTER, claimed: 0 });
    mailer.relay.atMessage = () => '250 ok';
    expect((await isUp()).detail).toBe('The relay answers again. The next mail tries it alone.');
    expect(await metric('paperboy_mailer_sending_paused')).toBe('0');
    expect(mailer.relay.taken).toEqual([]);
  });

  it('is up in health by itself after it was away, and not before', async () => {
    await mailer.relay.away();
    await deliverTo(1);
    await waitFor(relayHealth, ({ state }) => state === 'degraded');
    mailer.clock.advance(13 * 3_600_000);
    await waitFor(
      () => mailer.counts(EDITION),
      ({ skipped }) => skipped === 1,
    );
    mailer.clock.advance(60_000);
    await waitFor(relayHealth, ({ detail }) => detail?.includes('ESOCKET') === true);
    await mailer.relay.start();
    expect(await isUp()).toMatchObject({ badInARow: 0 });
    expect(mailer.relay.taken).toEqual([]);
  });
});

describe('a relay that refuses for good', () => {
  it.each(['550 no', '550 5.7.1 your network is blocked'])(
    'everything with "%s" fails no delivery, and all come when it is well again',
    async (answer) => {
      mailer.relay.atRecipient = () => answer;
      await deliverTo(READERS);
      expect((await paused()).detail).toContain(`the last: ${answer}`);
      expect(await quiet()).toMatchObject({ claimed: READERS, failed: 0, uncertain: 0 });
      mailer.relay.atRecipient = () => '250 ok';
      await inTime(({ accepted }) => accepted === READERS);
    },
  );

  it('addresses that do not exist fails these alone and never pauses', async () => {
    const gone = (to: string) => /reader\d@/.test(to);
    mailer.relay.atRecipient = (to) => (gone(to) ? `550 5.1.1 <${to}>: no such mailbox` : '250 ok');
    await deliverTo(READERS);
    await waitFor(
      () => mailer.counts(EDITION),
      ({ accepted, failed }) => accepted === READERS - 10 && failed === 10,
    );
    expect(await relayHealth()).toMatchObject({ state: 'up', badInARow: 0 });
  });

  it('one reader without a reason, and takes the others, fails that one after a second try', async () => {
    mailer.relay.atRecipient = (to) => (to.startsWith('reader7@') ? '550 no' : '250 ok');
    await deliverTo(READERS);
    await waitFor(
      () => mailer.counts(EDITION),
      ({ accepted, claimed }) => accepted === READERS - 1 && claimed === 1,
    );
    mailer.clock.advance(31_000);
    await waitFor(
      () => mailer.counts(EDITION),
      ({ failed, claimed }) => failed === 1 && claimed === 0,
    );
  });
});

describe('a relay that hangs', () => {
  it('after the message has no more rows handed off than there are connections, however many wait', async () => {
    mailer.relay.atMessage = () => 'hang';
    await deliverTo(READERS);
    // A second edition and single messages have workers of their own, but share the connections.
    await deliverTo(READERS, '2037-11-22', 'other');
    for (let nth = 0; nth < CONNECTIONS; nth++)
      await mailer.call('POST', '/api/subscriptions', { email: `new@host${nth}.example` });
    await waitFor(() => mailer.relay.arrived.length === CONNECTIONS);
    const onTheirWay = async () => {
      const editions = [EDITION, 'day-2037-11-22'].map(mailer.counts);
      const handed = (await Promise.all(editions)).map(({ handedOff }) => Number(handedOff));
      return handed.reduce((sum, count) => sum + count, 0);
    };
    expect(await onTheirWay()).toBeLessThanOrEqual(CONNECTIONS);
    expect(mailer.relay.open).toBe(CONNECTIONS);
  });

  it('at its greeting has none handed off', async () => {
    mailer.relay.greeting = 'hang';
    await deliverTo(READERS);
    await waitFor(() => mailer.relay.open > 0);
    expect(await mailer.counts(EDITION)).toMatchObject({ claimed: READERS, handedOff: 0 });
  });
});
