import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort, testClock, testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import { type RunningMailer, startMailer } from '../../test/running-mailer.server.js';
import { DeliveryStore } from '../ledger/delivery.store.js';
import { PlanDigestsWorker } from '../plan/plan-digests.worker.js';
import { AddressIds } from '../subscriber/address.js';
import { SuppressionStore } from '../subscriber/suppression.store.js';
import { SubscriptionDesk } from '../subscription/subscription-desk.service.js';

let mailer: RunningMailer;
beforeEach(async () => {
  // A Sunday, an hour before the morning's digests. In the future, so that MongoDB, which uses the real time, deletes
  // no document as expired.
  const clock = testClock('2037-11-22T07:00:00.000Z');
  const relayPort = await freePort();
  mailer = await startMailer({ stack: testStack(), namespace: uniqueNamespace(), clock, relayPort });
  await waitFor(async () => (await mailer.counts('day-2037-11-21')).candidates === 0);
});
afterEach(() => mailer.stop());

const subscribed = async (...addresses: string[]): Promise<void> => {
  const desk = mailer.service.app.get(SubscriptionDesk, { strict: false });
  for (const address of addresses)
    await desk.start(address, { cadence: 'day', hour: 8, timeZone: 'UTC' }, false);
};
const deliver = async (id: string, order?: object) =>
  (await mailer.call('POST', `/internal/editions/${id}/deliver`, order)).body;
const planDue = () => mailer.service.app.get(PlanDigestsWorker, { strict: false }).planDue();
const settled = (id: string) =>
  waitFor(
    () => mailer.counts(id),
    ({ candidates, claimed, handedOff }) => candidates !== 0 && claimed === 0 && handedOff === 0,
  );
/**
 * Moves the clock on until an edition's counts are as wanted. One step is not enough: an attempt that is under way
 * during the step is settled after it, and only then is the time of the next attempt set.
 */
const inTime = (id: string, until: (counts: Record<string, unknown>) => boolean) =>
  waitFor(() => {
    mailer.clock.advance(5_000);
    return mailer.counts(id);
  }, until);
const unsubscribeToken = (raw: string): string =>
  /papers\.example\.org\/u\/([\w-]{28})>/.exec(raw)?.[1] ?? '';

describe('delivering an edition', () => {
  it('brings each reader one digest, and a second delivery of the same edition none', async () => {
    await subscribed('ada@example.org', 'emmy@example.org');
    const id = mailer.ranking.close('2037-11-21');
    expect(await deliver(id)).toEqual({ planned: 2, alreadyPlanned: 0, left: {} });
    expect(await settled(id)).toMatchObject({ candidates: 2, accepted: 2 });
    expect(await deliver(id)).toEqual({ planned: 0, alreadyPlanned: 2, left: {} });
    expect(await settled(id)).toMatchObject({ candidates: 2, accepted: 2 });
    expect(mailer.relay.taken.map(({ to }) => to).sort()).toEqual(['ada@example.org', 'emmy@example.org']);
  });

  it('says who sends, how to leave and where bounces go, the same at each attempt', async () => {
    await subscribed('ada@example.org');
    await deliver(mailer.ranking.close('2037-11-21'));
    await settled('day-2037-11-21');
    const [{ raw, from } = { raw: '', from: '' }] = mailer.relay.taken;
    const head = raw.slice(0, raw.indexOf('\r\n\r\n'));
    expect(from).toMatch(/^bounce\+[a-z2-7]{34}\.day-2037-11-21@papers\.example\.org$/);
    expect(head).toMatch(/^Message-ID: <[\w-]{12}\.day-2037-11-21@papers\.example\.org>$/m);
    expect(head).toMatch(/^List-Unsubscribe: <https:\/\/papers\.example\.org\/u\/[\w-]{28}>$/m);
    expect(head).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/m);
    expect(head).toMatch(/^List-ID: <day\.digest\.papers\.example\.org>$/im);
    expect(head).toMatch(/^Auto-Submitted: auto-generated$/m);
    expect(head).toMatch(/^Subject: =\?UTF-8\?Q\?Paper_1_of_2037-11-21=2C_and_1_more_pape/m);
    expect(raw).toContain('Content-Type: text/plain');
    expect(raw).toContain('Content-Type: text/html');
    expect(raw.length).toBeLessThan(90_000);
  });

  it('sends nothing for an edition without papers, and says so', async () => {
    await subscribed('ada@example.org');
    const id = mailer.ranking.close('2037-11-21', 0);
    await deliver(id);
    expect(await settled(id)).toMatchObject({ candidates: 1, skipped: 1 });
    expect(mailer.relay.taken).toEqual([]);
  });

  it('is refused while the edition is open', async () => {
    const { status, body } = await mailer.call('POST', '/internal/editions/day-2037-11-21/deliver');
    expect([status, body.code]).toEqual([404, 'edition-not-closed']);
  });
});

describe('delivering an old edition', () => {
  const left = (reason: string) => ({ planned: 0, alreadyPlanned: 0, left: { [reason]: 1 } });

  it('brings it to nobody who confirmed after it had ended, unless an operator says so', async () => {
    await subscribed('ada@example.org');
    const id = mailer.ranking.close('2037-11-21', 2, '2037-11-22T00:00:00Z');
    expect(await deliver(id)).toEqual(left('confirmed-later'));
    expect(await deliver(id, { late: true })).toEqual({ planned: 1, alreadyPlanned: 0, left: {} });
    expect(await settled(id)).toMatchObject({ candidates: 1, accepted: 1 });
  });

  it('brings none to a reader after a newer one, unless an operator says so', async () => {
    mailer.clock.set('2037-11-22T09:00:00Z');
    await subscribed('ada@example.org');
    const newer = mailer.ranking.close('2037-11-22');
    await deliver(newer);
    await settled(newer);
    mailer.clock.set('2037-11-23T01:00:00Z');
    const older = mailer.ranking.close('2037-11-21');
    expect(await deliver(older)).toEqual(left('newer-went-first'));
    expect(await deliver(older, { late: true })).toMatchObject({ planned: 1 });
    expect(await settled(older)).toMatchObject({ accepted: 1 });
  });

  it('brings none more than twelve hours after the hour of its reader', async () => {
    mailer.clock.set('2037-11-22T09:00:00Z');
    await subscribed('ada@example.org');
    const id = mailer.ranking.close('2037-11-21');
    mailer.clock.set('2037-11-22T20:00:01Z');
    expect(await deliver(id)).toEqual(left('late'));
    mailer.clock.set('2037-11-22T20:00:00Z');
    expect(await deliver(id)).toMatchObject({ planned: 1 });
  });

  it('brings back what was written down as late when an operator says so', async () => {
    await subscribed('ada@example.org');
    const id = mailer.ranking.close('2037-11-21');
    mailer.clock.set('2037-11-22T20:00:01Z');
    await planDue();
    expect(await settled(id)).toMatchObject({ candidates: 1, skipped: 1 });
    expect(await deliver(id)).toMatchObject({ planned: 0, alreadyPlanned: 1 });
    expect(await deliver(id, { late: true })).toMatchObject({ planned: 1 });
    expect(await settled(id)).toMatchObject({ candidates: 1, accepted: 1 });
  });

  it('brings no second digest on one date, also when an operator says so; the second comes at its own hour', async () => {
    await subscribed('ada@example.org');
    const first = mailer.ranking.close('2037-11-21');
    await deliver(first);
    await settled(first);
    const second = mailer.ranking.close('2037-11-22', 2, '2037-11-22T06:59:00Z');
    mailer.clock.advance(3_600_000);
    expect(await deliver(second)).toEqual(left('had-one-today'));
    expect(await deliver(second, { late: true })).toEqual(left('had-one-today'));
    mailer.clock.set('2037-11-23T08:00:00Z');
    await planDue();
    await planDue();
    expect(await settled(second)).toMatchObject({ candidates: 1, accepted: 1 });
    expect(mailer.relay.taken).toHaveLength(2);
  });

  it('is not sent at its own hour after a newer one has gone', async () => {
    await subscribed('ada@example.org');
    const newer = mailer.ranking.close('2037-11-22');
    await deliver(newer);
    await settled(newer);
    const older = mailer.ranking.close('2037-11-21');
    mailer.clock.set('2037-11-22T08:00:00Z');
    await planDue();
    expect(await settled(older)).toMatchObject({ candidates: 1, skipped: 1 });
    expect(mailer.relay.taken).toHaveLength(1);
  });

  it('can be tried dry: it tells of each subscription what would become of it, and writes nothing', async () => {
    await subscribed('ada@example.org', 'emmy@example.org');
    mailer.clock.set('2037-11-22T07:30:00Z');
    await subscribed('late@example.org');
    // The edition is still open, so the dry run counts it as closed now. Its day ended at midnight.
    const open = await deliver('day-2037-11-21', { dryRun: true });
    expect(open).toMatchObject({ planned: 0, left: { 'confirmed-later': 3 } });
    const id = mailer.ranking.close('2037-11-21', 2, '2037-11-22T07:15:00Z');
    const dry = await deliver(id, { dryRun: true });
    expect(dry).toMatchObject({ planned: 2, alreadyPlanned: 0, left: { 'confirmed-later': 1 } });
    const told = (dry.subscriptions as { address: string; digest: string }[]).map(
      ({ address, digest }) => `${address} ${digest}`,
    );
    expect(told.sort()).toEqual([
      'a…@example.org planned',
      'e…@example.org planned',
      'l…@example.org confirmed-later',
    ]);
    expect((await mailer.counts(id)).candidates).toBe(0);
    expect(await deliver(id)).toMatchObject({ planned: 2 });
  });
});

describe('a digest by the hour', () => {
  it('waits for its hour and its edition, comes once, and again the next day', async () => {
    await subscribed('ada@example.org');
    mailer.ranking.close('2037-11-20');
    await planDue();
    mailer.clock.set('2037-11-22T08:00:30Z');
    await planDue();
    expect(await mailer.counts('day-2037-11-21')).toMatchObject({ candidates: 0 });
    const id = mailer.ranking.close('2037-11-21');
    await planDue();
    await planDue();
    expect(await settled(id)).toMatchObject({ candidates: 1, accepted: 1 });
    mailer.clock.set('2037-11-23T08:00:00Z');
    const next = mailer.ranking.close('2037-11-22');
    await planDue();
    expect(await settled(next)).toMatchObject({ candidates: 1, accepted: 1 });
    expect(mailer.relay.taken).toHaveLength(2);
  });

  it('is written down as skipped when it is more than twelve hours late, and the newest still comes', async () => {
    await subscribed('ada@example.org');
    const missed = mailer.ranking.close('2037-11-21');
    const open = mailer.ranking.close('2037-11-22');
    mailer.clock.set('2037-11-23T09:00:00Z');
    await planDue();
    await planDue();
    expect(await settled(missed)).toMatchObject({ candidates: 1, skipped: 1 });
    expect(await settled(open)).toMatchObject({ candidates: 1, accepted: 1 });
  });
});

describe('a relay that says no', () => {
  it('for good: the delivery failed, the others go on, and the address gets no more mail', async () => {
    await subscribed('ada@example.org', 'gone@example.org', 'full@example.org');
    mailer.relay.atRecipient = (to) =>
      to.startsWith('gone')
        ? '550 5.1.1 no such mailbox'
        : to.startsWith('full')
          ? '552 5.2.2 mailbox full'
          : '250 ok';
    const id = mailer.ranking.close('2037-11-21');
    await deliver(id);
    expect(await settled(id)).toMatchObject({ accepted: 1, failed: 2 });
    const { app } = mailer.service;
    const gone = app.get(AddressIds, { strict: false }).subscriber('gone@example.org');
    await waitFor(
      () => app.get(SuppressionStore, { strict: false }).find(gone),
      (suppression) => suppression?.reason === 'bounced',
    );

    mailer.clock.advance(24 * 3_600_000);
    const next = mailer.ranking.close('2037-11-22');
    await deliver(next);
    expect(await settled(next)).toMatchObject({ accepted: 1, failed: 1, suppressed: 1 });
  });

  it('for now: the delivery is tried again later, and once it was accepted never again', async () => {
    await subscribed('ada@example.org');
    mailer.relay.atMessage = () => '451 come back';
    const id = mailer.ranking.close('2037-11-21');
    await deliver(id);
    await waitFor(() => mailer.relay.arrived.length === 1);
    await waitFor(
      () => mailer.counts(id),
      ({ claimed }) => claimed === 1,
    );
    mailer.relay.atMessage = () => '250 ok';
    mailer.clock.advance(31_000);
    expect(await settled(id)).toMatchObject({ candidates: 1, accepted: 1 });
    expect(mailer.relay.arrived).toHaveLength(2);
  });
});

describe('a relay that goes away', () => {
  it('leaves its deliveries claimed, and they go on by themselves when it is back', async () => {
    await subscribed('ada@example.org', 'emmy@example.org');
    await mailer.relay.away();
    const id = mailer.ranking.close('2037-11-21');
    await deliver(id);
    await waitFor(
      () => mailer.counts(id),
      ({ claimed, candidates }) => claimed === 2 && candidates === 2,
    );
    await mailer.relay.start();
    expect(await inTime(id, ({ accepted }) => accepted === 2)).toMatchObject({ candidates: 2 });
    expect(mailer.relay.taken).toHaveLength(2);
  });

  it('in the middle of a message leaves it uncertain, and it is never sent again by itself', async () => {
    await subscribed('ada@example.org');
    mailer.relay.atMessage = () => 'drop';
    const id = mailer.ranking.close('2037-11-21');
    await deliver(id);
    expect(await settled(id)).toMatchObject({ candidates: 1, uncertain: 1 });
    mailer.relay.atMessage = () => '250 ok';
    mailer.clock.advance(3_600_000);
    await deliver(id);
    await subscribed('emmy@example.org');
    await deliver(id);
    expect(await settled(id)).toMatchObject({ candidates: 2, uncertain: 1, accepted: 1 });
    expect(mailer.relay.arrived).toEqual(['ada@example.org', 'emmy@example.org']);
  });

  it('before the message leaves nothing uncertain', async () => {
    await subscribed('ada@example.org');
    mailer.relay.atRecipient = () => 'drop';
    const id = mailer.ranking.close('2037-11-21');
    await deliver(id);
    mailer.relay.atRecipient = () => '250 ok';
    await inTime(id, ({ accepted }) => accepted === 1);
    expect(mailer.relay.arrived).toHaveLength(1);
  });
});

/** The deliveries of an edition that may be sent now. */
const dueNow = async (store: DeliveryStore, id: string) => {
  const [batch = 'none'] = await store.batchesDue(id, mailer.clock.now(), 1);
  return store.due(id, batch, mailer.clock.now(), 1);
};

describe('a sender that dies', () => {
  it('between handing off and the answer leaves its row uncertain, which nobody sends again', async () => {
    await subscribed('ada@example.org');
    await mailer.relay.away();
    const id = mailer.ranking.close('2037-11-21');
    await deliver(id);
    const store = mailer.service.app.get(DeliveryStore, { strict: false });
    const [row] = await waitFor(
      () => {
        mailer.clock.advance(5_000);
        return dueNow(store, id);
      },
      (rows) => rows.length === 1,
    );
    const handOff = (owner: string) => {
      const until = new Date(mailer.clock.now().getTime() + 40_000);
      return store.ledger.handOff(row?._id ?? '', { owner, until }, mailer.clock.now());
    };
    // The last step of a sender before it is killed. After it, no other sender can get the row.
    await waitFor(() => {
      mailer.clock.advance(5_000);
      return handOff('dead');
    });
    expect(await handOff('other')).toBe(false);
    await mailer.relay.start();
    expect(await mailer.counts(id)).toMatchObject({ candidates: 1, handedOff: 1 });
    mailer.clock.advance(41_000);
    expect(await settled(id)).toMatchObject({ candidates: 1, uncertain: 1 });
    await deliver(id);
    expect(await settled(id)).toMatchObject({ candidates: 1, uncertain: 1 });
    expect(mailer.relay.arrived).toEqual([]);
  });
});

describe('a reader who leaves', () => {
  it('between planning and sending gets no mail', async () => {
    await subscribed('ada@example.org');
    const first = mailer.ranking.close('2037-11-21');
    await deliver(first);
    await settled(first);
    await mailer.relay.away();
    mailer.clock.set('2037-11-23T07:00:00Z');
    const second = mailer.ranking.close('2037-11-22');
    await deliver(second);
    const token = unsubscribeToken(mailer.relay.taken[0]?.raw ?? '');
    const left = await mailer.call('POST', '/internal/subscriptions/unsubscribe', { token });
    expect(left).toEqual({ status: 200, body: { status: 'ended', maskedAddress: 'a…@example.org' } });
    expect(await inTime(second, ({ suppressed }) => suppressed === 1)).toMatchObject({ candidates: 1 });
    // Only now: a mail that was being handed over when the reader left could have reached the relay.
    await mailer.relay.start();
    await deliver(second);
    expect(await settled(second)).toMatchObject({ candidates: 1, suppressed: 1 });
    expect(mailer.relay.taken).toHaveLength(1);
  });
});
