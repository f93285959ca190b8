import { afterEach, describe, expect, it } from '@jest/globals';
import {
  freePort,
  type RunningServices,
  startServices,
  testClock,
  testStack,
  uniqueNamespace,
  waitFor,
} from '@paperboy/testing';
import { SubscriptionDesk } from '../src/subscription/subscription-desk.store.js';
import { type RunningMailer, startMailer } from './running-mailer.server.js';
import { ScriptedRelay } from './scripted-relay.server.js';

const READERS = 24;
const CONNECTIONS = 5;
const KILLS = 2;
const PATIENCE = { timeoutMs: 120_000 };

let watcher: RunningMailer | undefined;
let killed: RunningServices | undefined;
let relay: ScriptedRelay | undefined;
afterEach(async () => {
  await killed?.stop();
  await relay?.away();
  await watcher?.stop();
});

describe('a mailer that is killed while its relay hangs', () => {
  it('leaves no more mails uncertain than it had connections, and none comes twice', async () => {
    const namespace = uniqueNamespace();
    // Plans and counts; its own relay is away and its clock stands still, so it sends nothing.
    const clock = testClock(new Date());
    watcher = await startMailer({ stack: testStack(), namespace, clock, relayPort: await freePort() });
    await watcher.relay.away();
    const { counts } = watcher;
    const desk = watcher.service.app.get(SubscriptionDesk, { strict: false });
    for (let reader = 0; reader < READERS; reader++)
      await desk.start(`reader${reader}@example.org`, { cadence: 'day', hour: 8, timeZone: 'UTC' }, false);
    const today = clock.now().toISOString().slice(0, 10);
    const id = watcher.ranking.close(today);
    await watcher.call('POST', `/internal/editions/${id}/deliver`);
    expect(await counts(id)).toMatchObject({ candidates: READERS, handedOff: 0 });

    const hanging = await new ScriptedRelay(await freePort()).start();
    relay = hanging;
    hanging.atMessage = () => 'hang';
    const env = { SMTP_URL: hanging.url, RANKING_URL: watcher.ranking.url, MAIL_FROM: 'digest@example.org' };
    killed = await startServices({ namespace, services: { mailer: 1 }, env });
    for (let kill = 1; kill <= KILLS; kill++) {
      await waitFor(
        () => hanging.arrived.length,
        (arrived) => arrived >= CONNECTIONS * kill,
        PATIENCE,
      );
      if (kill === KILLS) hanging.atMessage = () => '250 ok';
      killed.kill('mailer', 1, 'SIGKILL');
    }
    const unknown = (of: Record<string, unknown>) => Number(of.handedOff) + Number(of.uncertain);
    const end = await waitFor(
      () => counts(id),
      (now) => Number(now.accepted) + unknown(now) === READERS && hanging.open <= CONNECTIONS,
      PATIENCE,
    );
    expect(unknown(end)).toBeLessThanOrEqual(CONNECTIONS * KILLS);
    expect(new Set(hanging.arrived).size).toBe(hanging.arrived.length);
  }, 300_000);
});
