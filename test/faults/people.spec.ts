import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningServices, startServices, waitFor } from '@paperboy/testing';
import { snapshotLine } from '../e2e/snapshot-lines.js';

const LONG_MS = 240_000;
const PATIENT = { timeoutMs: 90_000, everyMs: 200 };
const PAPER = '2611.00078';

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly cookies: string[];
  readonly text: string;
}

describe('People at two replicas of web and of the catalog', () => {
  let services: RunningServices;
  let folder: string;
  let deaths = 0;
  let made = 0;
  const own = `${process.pid}-${Date.now()}`;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paperboy-people-'));
    services = await startServices({
      services: { ingest: 1, catalog: 2, ranking: 1, web: 2 },
      env: { WRITES_PER_MINUTE: '0', ANONYMOUS_WRITES_PER_MINUTE: '0', UNKNOWN_CREDENTIALS_PER_MINUTE: '0' },
      onEvent: (_replica, event) => {
        if (event.type === 'died') deaths += 1;
      },
    });
    const file = join(folder, 'snapshot.jsonl');
    await writeFile(file, `${snapshotLine(PAPER, 'A paper that people talk about')}\n`);
    await services.operator(['import', file, '--json']);
  }, LONG_MS);
  afterAll(async () => {
    await services?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const ask = async (
    replica: number,
    method: string,
    path: string,
    { as, body, headers }: { as?: string; body?: object; headers?: Record<string, string> } = {},
  ): Promise<Answer> => {
    const form = body instanceof URLSearchParams;
    const answer = await fetch(`${services.addresses('web')[replica]}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(as !== undefined && { authorization: `Bearer ${as}` }),
        ...(body && !form && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: form ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {},
      cookies: answer.headers.getSetCookie(),
      text,
    };
  };
  const linkOf = async (address: string): Promise<string> =>
    (JSON.parse(await services.operator(['people', 'link', address, '--json'])) as { token: string }).token;
  /** Somebody new, with a session and the address. */
  const newcomer = async () => {
    made += 1;
    const address = `replica-${made}-${own}@example.org`;
    const { body } = await ask(0, 'POST', '/api/sign-in/link', { body: { token: await linkOf(address) } });
    return { address, session: String(body.sessionToken) };
  };
  const statusAt = async (replica: number, as: string) =>
    (await ask(replica, 'GET', '/api/settings/profile', { as })).status;
  /** Both replicas of web know the credential, and within a moment neither of them does. */
  const endsEverywhere = async (secret: string, end: () => Promise<unknown>) => {
    for (const replica of [0, 1]) expect([replica, await statusAt(replica, secret)]).toEqual([replica, 200]);
    await end();
    for (const replica of [0, 1])
      await waitFor(
        () => statusAt(replica, secret),
        (status) => status === 401,
        PATIENT,
      );
  };

  it(
    'a token that is revoked, a session that is ended and all that an operator revokes end at every replica',
    async () => {
      const { address, session } = await newcomer();
      const wish = { name: 'Mine', scope: 'write', days: 9 };
      const token = await ask(0, 'POST', '/api/settings/tokens', { as: session, body: wish });
      await endsEverywhere(String(token.body.token), () =>
        ask(0, 'DELETE', `/api/settings/tokens/${token.body.id}`, { as: session }),
      );
      const other = await ask(1, 'POST', '/api/sign-in/link', { body: { token: await linkOf(address) } });
      const second = String(other.body.sessionToken);
      const { body } = await ask(1, 'GET', '/api/settings/sessions', { as: second });
      const [newest] = body.sessions as { id: string }[];
      await endsEverywhere(second, () =>
        ask(0, 'DELETE', `/api/settings/sessions/${newest?.id}`, { as: session }),
      );
      await endsEverywhere(session, () => services.operator(['people', 'revoke', address]));
    },
    LONG_MS,
  );

  it(
    'a link signs in once, at whichever replica, also when both are asked at the same moment',
    async () => {
      const { address } = await newcomer();
      const token = await linkOf(address);
      const answers = await Promise.all(
        [0, 1, 0, 1].map((replica) => ask(replica, 'POST', '/api/sign-in/link', { body: { token } })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404]);
      for (const replica of [0, 1]) {
        const page = await ask(replica, 'POST', `/sign-in/${token}`, { body: new URLSearchParams() });
        expect([page.status, page.cookies]).toEqual([404, []]);
      }
    },
    LONG_MS,
  );

  it(
    'a session that somebody planted in a browser is not the one that signing in begins',
    async () => {
      const { address } = await newcomer();
      const planted = 'pbs_planted_by_somebody_else';
      const arrived = await ask(0, 'POST', `/sign-in/${await linkOf(address)}`, {
        body: new URLSearchParams(),
        headers: { cookie: `paperboy_session=${planted}`, 'sec-fetch-site': 'same-origin' },
      });
      expect(arrived.status).toBe(303);
      const begun = arrived.cookies.map((line) => /^paperboy_session=([^;]+)/.exec(line)?.[1]).find(Boolean);
      expect(begun).toMatch(/^pbs_/);
      expect(begun).not.toBe(planted);
      for (const replica of [0, 1]) {
        expect(await statusAt(replica, planted)).toBe(401);
        expect(await statusAt(replica, String(begun))).toBe(200);
      }
    },
    LONG_MS,
  );

  it(
    "nobody's browser is signed in by a page of another site",
    async () => {
      const { address } = await newcomer();
      const token = await linkOf(address);
      const elsewhere = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
      const forms: [string, Record<string, string>][] = [
        [`/sign-in/${token}`, {}],
        ['/sign-in', { email: address }],
        ['/sign-in/code', { code: '123456' }],
        ['/sign-in/account', { name: 'Mallory', handle: `mallory-${own}`.slice(0, 40) }],
        ['/sign-in/passkey', { passkey: '{}' }],
        ['/sign-out', {}],
      ];
      for (const [path, fields] of forms) {
        const answer = await ask(0, 'POST', path, { body: new URLSearchParams(fields), headers: elsewhere });
        expect([path, answer.status, answer.cookies]).toEqual([path, 403, []]);
      }
      // None of them used the link up.
      expect((await ask(1, 'POST', '/api/sign-in/link', { body: { token } })).status).toBe(200);
    },
    LONG_MS,
  );

  it(
    'a comment whose catalog died after it was written is there once when it is sent again',
    async () => {
      const { session } = await newcomer();
      const serves = async () => {
        for (const address of services.operations('catalog'))
          await waitFor(async () => (await fetch(`${address}/health/ready`)).ok, Boolean, PATIENT);
      };
      for (const replica of [1, 2]) await services.stopOne('catalog', replica);
      for (const replica of [1, 2]) services.start('catalog', replica, { FAULT_POINT: 'outbox.after-write' });
      await serves();
      const before = deaths;
      const send = () =>
        ask(0, 'POST', `/api/papers/${PAPER}/comment`, {
          as: session,
          body: { comment: 'Said once.' },
          headers: { 'idempotency-key': `once-${own}` },
        });
      await Promise.allSettled([send()]);
      await waitFor(
        () => deaths,
        (count) => count > before,
        PATIENT,
      );
      const again = await waitFor(send, ({ status }) => status === 201, PATIENT);
      const { body } = await waitFor(
        () => ask(1, 'GET', `/api/papers/${PAPER}/comments`),
        ({ status }) => status === 200,
        PATIENT,
      );
      const said = (body.comments as { id: string; text: string }[]).filter(
        ({ text }) => text === 'Said once.',
      );
      expect(said.map(({ id }) => id)).toEqual([(again.body.comment as { id: string }).id]);
    },
    LONG_MS,
  );
});
