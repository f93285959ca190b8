import type { Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type CrashPoint } from '@paperboy/messaging';
import { Identity, SystemClock } from '@paperboy/platform';
import {
  type RunningServices,
  redisCommands,
  type ServiceName,
  startServices,
  testStack,
  undeclared,
  waitFor,
} from '@paperboy/testing';
import { catalogDocuments } from '../../services/catalog/src/catalog.documents.js';
import { mailerDocuments } from '../../services/mailer/src/mailer.documents.js';
import { type Mail, mailTo } from '../e2e/mailbox.js';
import { openDatabase } from './oracle/service-database.js';

const PATIENT = { timeoutMs: 90_000, everyMs: 100 };

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

describe('Signing in by mail, with a kill between any two steps', () => {
  let services: RunningServices;
  let monitor: Socket;
  let deaths = 0;
  let address: string;
  let made = 0;
  /** What no log and no Redis may ever hold. */
  const secrets: string[] = [];
  const lines: string[] = [];
  const commands: string[] = [];

  beforeAll(async () => {
    monitor = await redisCommands(testStack().redisUrl, (line) => commands.push(line));
    services = await startServices({
      services: { catalog: 1, mailer: 1, web: 1 },
      env: { LOG_LEVEL: 'debug', ANONYMOUS_WRITES_PER_MINUTE: '0' },
      onLine: (_replica, line) => lines.push(line),
      onEvent: (_replica, event) => {
        if (event.type === 'died') deaths += 1;
      },
    });
  }, 120_000);
  afterAll(async () => {
    monitor?.destroy();
    await services?.stop();
  }, 60_000);
  beforeEach(() => {
    made += 1;
    address = `ink-${process.pid}-${Date.now()}-${made}@example.org`;
    secrets.push(address);
  });

  const post = async (path: string, body: object): Promise<Answer> => {
    const answer = await fetch(`${services.publicUrl}/api/sign-in${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const ask = () => post('', { email: address });
  /** What web says when an institution has confirmed who somebody is. */
  const askAsWeb = async (proven: object): Promise<Answer> => {
    const secret = { SERVICE_SECRET: services.environment.SERVICE_SECRET ?? '' };
    const token = await new Identity(secret, new SystemClock()).sign(
      { kind: 'service', name: 'web' },
      'catalog',
    );
    const answer = await fetch(`${services.addresses('catalog')[0]}/internal/institutions/arrive`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(proven),
      signal: AbortSignal.timeout(20_000),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  /** The mails that came, when there are so many; one more would be seen by the next look. */
  const mails = (count = 1) =>
    waitFor(
      () => mailTo(address),
      ({ length }) => length >= count,
      PATIENT,
    );
  const linkIn = (mail: Mail | undefined): string => {
    const link = /\/sign-in\/(pbl_[\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
    secrets.push(link);
    return link;
  };
  const codeIn = (mail: Mail | undefined): string =>
    /asked for it: (\d{3} \d{3})/.exec(mail?.text ?? '')?.[1] ?? '';
  const serves = (service: ServiceName) =>
    waitFor(
      async () => (await fetch(`${services.operations(service)[0]}/health/ready`)).ok,
      Boolean,
      PATIENT,
    );
  /** Has a service die at a point while something is done, and waits until it serves again. */
  const dyingAt = async (service: ServiceName, point: CrashPoint, deed: () => Promise<unknown>) => {
    await services.stopOne(service, 1);
    services.start(service, 1, { FAULT_POINT: point });
    await serves(service);
    const before = deaths;
    const [outcome] = await Promise.allSettled([deed()]);
    await waitFor(
      () => deaths,
      (count) => count > before,
      PATIENT,
    );
    await serves(service);
    return outcome;
  };
  const signedIn = async (mail: Mail | undefined) => {
    const { body } = await post('/link', { token: linkIn(mail) });
    return body;
  };

  it.each([
    ['the catalog, before it has answered', 'catalog', 'sign-in.asked'],
    ['the mailer, when it has taken the mail over', 'mailer', 'sign-in.taken-over'],
    ['the catalog, when it has made the letter', 'catalog', 'sign-in.letter-made'],
    ['the mailer, when it holds the letter', 'mailer', 'sign-in.letter-composed'],
  ] as const)(
    'one mail comes, and its link and code are good: %s',
    async (_, service, point) => {
      await dyingAt(service, point, ask);
      const [mail, ...more] = await mails();
      expect(more).toEqual([]);
      expect(codeIn(mail)).toMatch(/^\d{3} \d{3}$/);
      expect(await signedIn(mail)).toMatchObject({ status: 'account-needed' });
    },
    240_000,
  );

  it('a request that was acknowledged is mailed when the mailer was away meanwhile', async () => {
    await services.stopOne('mailer', 1);
    const { status, body } = await ask();
    expect(status).toBe(202);
    secrets.push(String(body.request));
    services.start('mailer', 1);
    const [mail] = await mails();
    const arrived = await post('/code', { request: body.request, code: codeIn(mail) });
    expect(arrived.body).toMatchObject({ status: 'account-needed' });
    secrets.push(String(arrived.body.registration));
  }, 240_000);

  it('a link that was used up by a catalog that died then lets nobody in, and the next mail does', async () => {
    await ask();
    const [mail] = await mails();
    const link = linkIn(mail);
    await dyingAt('catalog', 'sign-in.proven', () => post('/link', { token: link }));
    expect((await post('/link', { token: link })).body.code).toBe('sign-in-link-used');
    await waitFor(async () => (await ask()).status === 202, Boolean, PATIENT);
    expect(await signedIn((await mails(2))[1])).toMatchObject({ status: 'account-needed' });
  }, 240_000);

  it('an account whose session was not begun yet is found by the same registration', async () => {
    await ask();
    const { registration } = await signedIn((await mails())[0]);
    const chosen = { registration, name: 'Ink Well', handle: `ink-well-${process.pid}` };
    await dyingAt('catalog', 'sign-in.account-made', () => post('/account', chosen));
    const again = await waitFor(
      () => post('/account', chosen),
      ({ status }) => status === 201,
      PATIENT,
    );
    expect(again.body.person).toMatchObject({ name: 'Ink Well', handle: chosen.handle });
    secrets.push(String(again.body.sessionToken));
    const people = JSON.parse(await services.operator(['people', 'list', '--json'])) as { name: string }[];
    expect(people.filter(({ name }) => name === 'Ink Well')).toHaveLength(1);
  }, 240_000);

  it.each([
    ['when the account is there, and not connected yet', 'outbox.after-write', 'a new sign-in'],
    ['when the two are connected', 'sign-in.institution-connected', 'the same registration'],
    ['before the session has begun', 'sign-in.account-made', 'the same registration'],
  ] as const)(
    'an account of an institution is found and completed after a kill %s (%s), by %s',
    async (_, point, by) => {
      const subject = `subject-of-${address}`;
      const handle = `inst-${process.pid}-${made}`;
      const arrive = () => askAsWeb({ issuer: 'https://institute.example', subject, address });
      const { body: first } = await waitFor(arrive, ({ status }) => status === 200, PATIENT);
      expect(first).toMatchObject({ status: 'account-needed' });
      const chosen = { registration: first.registration, name: 'Ina Ink', handle };
      await dyingAt('catalog', point, () => post('/account', chosen));
      const again = await waitFor(
        () => (by === 'a new sign-in' ? arrive() : post('/account', chosen)),
        ({ status }) => status === 200 || status === 201,
        PATIENT,
      );
      expect(again.body).toMatchObject({ status: 'signed-in', person: { handle } });
      secrets.push(String(again.body.sessionToken), subject);
      expect((await arrive()).body).toMatchObject({ status: 'signed-in', person: { handle } });
      const catalog = await openDatabase(services.namespace, 'catalog');
      try {
        const stored = await Promise.all(
          ['people', 'identities', 'sign-in-requests'].map((name) =>
            catalog.collection(name).find().toArray(),
          ),
        );
        expect(JSON.stringify(stored)).not.toContain(subject);
        expect(stored[0]?.filter((person) => 'connecting' in person)).toEqual([]);
      } finally {
        await catalog.close();
      }
    },
    240_000,
  );

  it('all that was stored is as the schemas declare it, whatever died on the way', async () => {
    expect(await undeclared(services.namespace, 'catalog', catalogDocuments)).toEqual([]);
    expect(await undeclared(services.namespace, 'mailer', mailerDocuments)).toEqual([]);
  });

  it('no address and no secret was ever in a log or in Redis', () => {
    expect(lines.length).toBeGreaterThan(20);
    expect(commands.length).toBeGreaterThan(20);
    for (const text of [...lines, ...commands]) {
      for (const secret of secrets) expect(text).not.toContain(secret);
    }
  });
});
