import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort, testClock, testStack, undeclared, uniqueNamespace, waitFor } from '@paperboy/testing';
import { type RunningMailer, startMailer } from '../../test/running-mailer.server.js';
import { mailerDocuments } from '../mailer.documents.js';
import { SubscriptionDesk } from '../subscription/subscription-desk.service.js';

const READERS = 40;
const EDITION = 'day-2037-11-21';

let mailer: RunningMailer;
let namespace: string;
beforeEach(async () => {
  namespace = uniqueNamespace();
  // In the future, so that MongoDB, which uses the real time, deletes no document as expired.
  const clock = testClock('2037-11-22T07:00:00.000Z');
  const relayPort = await freePort();
  mailer = await startMailer({ stack: testStack(), namespace, clock, relayPort });
  await waitFor(async () => (await mailer.counts(EDITION)).candidates === 0);
  const desk = mailer.service.app.get(SubscriptionDesk, { strict: false });
  for (let reader = 0; reader < READERS; reader++)
    await desk.start(`reader${reader}@example.org`, { cadence: 'day', hour: 8, timeZone: 'UTC' }, false);
});
afterEach(async () => {
  const stored = await undeclared(namespace, 'mailer', mailerDocuments);
  await mailer.stop();
  expect(stored).toEqual([]);
});

const deliver = () => mailer.call('POST', `/internal/editions/${mailer.ranking.close('2037-11-21')}/deliver`);
const say = (action: 'pause' | 'resume' | 'cancel') =>
  mailer.call('POST', `/internal/editions/${EDITION}/deliveries/${action}`, undefined, 'operator');
const until = (right: (counts: Record<string, unknown>) => boolean) =>
  waitFor(() => mailer.counts(EDITION), right);
/** Waits until all workers know of a pause, which takes a second. Then no mail is on its way, and none follows. */
async function heldStill(): Promise<void> {
  let seen = { arrived: -1, at: performance.now() };
  await waitFor(async () => {
    const { handedOff } = await mailer.counts(EDITION);
    const arrived = mailer.relay.arrived.length;
    if (handedOff !== 0 || arrived !== seen.arrived) seen = { arrived, at: performance.now() };
    return performance.now() - seen.at > 2_000;
  });
}

describe('a run', () => {
  it('that is paused in its midst hands nothing over until it is resumed, and then brings each reader one mail', async () => {
    let paused: Promise<unknown> | undefined;
    mailer.relay.atMessage = () => {
      paused ??= say('pause');
      // All further mails are refused for now, so that they wait when the workers learn of the pause.
      return mailer.relay.arrived.length <= 2 ? '250 ok' : '451 later';
    };
    await deliver();
    await waitFor(() => paused !== undefined);
    await paused;
    await heldStill();
    expect(await mailer.counts(EDITION)).toMatchObject({ candidates: READERS, handedOff: 0, run: 'paused' });
    const arrived = mailer.relay.arrived.length;
    mailer.relay.atMessage = () => '250 ok';
    // Long enough for deliveries that were refused for now to be due again.
    mailer.clock.advance(60_000);
    await waitFor(async () => (await mailer.call('GET', '/health')).status === 200);
    const { claimed, accepted } = await mailer.counts(EDITION);
    expect(Number(claimed)).toBeGreaterThan(0);
    expect(Number(claimed) + Number(accepted)).toBe(READERS);
    expect(mailer.relay.arrived).toHaveLength(arrived);
    expect(await say('resume')).toMatchObject({ status: 200, body: { run: 'going', candidates: READERS } });
    expect(await until(({ accepted: all }) => all === READERS)).toMatchObject({ claimed: 0, run: 'going' });
    expect(new Set(mailer.relay.taken.map(({ to }) => to)).size).toBe(READERS);
    expect(mailer.relay.taken).toHaveLength(READERS);
  });

  it('that is paused before its edition is planned sends nothing of it', async () => {
    expect((await say('pause')).body).toMatchObject({ run: 'paused', candidates: 0 });
    await deliver();
    // Another edition is sent meanwhile: the workers run, but do not send the paused one.
    const other = mailer.ranking.close('2037-11-22');
    mailer.clock.set('2037-11-23T07:00:00Z');
    await mailer.call('POST', `/internal/editions/${other}/deliver`);
    await waitFor(
      () => mailer.counts(other),
      ({ accepted }) => accepted === READERS,
    );
    expect(await mailer.counts(EDITION)).toMatchObject({ claimed: READERS, accepted: 0 });
  });

  it('that is cancelled skips what was not handed over, for good, and so does what is planned later', async () => {
    await say('pause');
    await deliver();
    const cancelled = await say('cancel');
    expect(cancelled.body).toMatchObject({
      candidates: READERS,
      skipped: READERS,
      reasons: { skipped: { cancelled: READERS } },
      run: 'cancelled',
    });
    const desk = mailer.service.app.get(SubscriptionDesk, { strict: false });
    await desk.start('late@example.org', { cadence: 'day', hour: 8, timeZone: 'UTC' }, false);
    await deliver();
    expect(await until(({ skipped }) => skipped === READERS + 1)).toMatchObject({ candidates: READERS + 1 });
    for (const action of ['pause', 'resume'] as const) {
      const { status, body } = await say(action);
      expect([status, body.code]).toEqual([409, 'run-cancelled']);
    }
    expect((await say('cancel')).status).toBe(200);
    expect(mailer.relay.taken).toEqual([]);
  });

  it('can be stopped by an operator alone', async () => {
    for (const action of ['pause', 'resume', 'cancel']) {
      const { status } = await mailer.call('POST', `/internal/editions/${EDITION}/deliveries/${action}`);
      expect(status).toBe(403);
    }
  });

  it('is told as metrics by state, also when it is over before anybody counts', async () => {
    // The metrics belong to the whole process, so this edition is one that no other test uses.
    mailer.clock.set('2037-12-02T07:00:00.000Z');
    const edition = mailer.ranking.close('2037-12-01');
    const metric = async (state: string) => {
      const text = await (await fetch(`${mailer.service.url}/metrics`)).text();
      const line = new RegExp(
        `^paperboy_mailer_deliveries\\{edition="${edition}",state="${state}".*\\} (\\d+)$`,
        'm',
      );
      return line.exec(text)?.[1];
    };
    await mailer.call('POST', `/internal/editions/${edition}/deliver`);
    await waitFor(
      () => metric('accepted'),
      (rows) => rows === String(READERS),
      { timeoutMs: 80_000 },
    );
    expect(await metric('claimed')).toBe('0');
  });
});
