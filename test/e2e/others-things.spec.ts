import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Endpoint, KEPT_PARTS, resources, targetOf } from '@paperboy/contracts';
import { type Caller, Identity, SystemClock } from '@paperboy/platform';
import { type RunningServices, startServices, waitFor } from '@paperboy/testing';
import { openDatabase } from '../faults/oracle/service-database.js';
import { ATTACKERS, type Attack, type Attacker, OTHERS_THINGS, type Things } from './others-things.js';
import { snapshotLine } from './snapshot-lines.js';

const PATIENT_MS = 240_000;
const PATIENT = { timeoutMs: 60_000, everyMs: 100 };
const PAPER = '2602.23229';
const PASSKEY = 'a'.repeat(64);
const INSTITUTION = 'b'.repeat(64);
const RING = 'c'.repeat(24);
const HOOK = 'AnnsWebhook1';
/** What changes by Ann's own look at it. */
const OF_USE = ['usedAt', 'expiresAt', 'token'];

const named: ReadonlyMap<string, Endpoint> = new Map(
  Object.entries(resources).flatMap(([resource, declared]) =>
    Object.entries<Endpoint>(declared).map(([name, one]) => [`${resource}.${name}`, one] as const),
  ),
);
const shown = [...named].filter(([, { public: outside }]) => outside !== undefined);
const hidden = [...named].filter(([, { public: outside }]) => outside === undefined);

interface Answer {
  readonly status: number;
  readonly text: string;
}

describe("Another account, at Ann's things", () => {
  let services: RunningServices;
  let folder: string;
  let things: Things;
  let before: unknown;
  let identity: Identity;
  let ann = '';
  const sessions: Partial<Record<Attacker, string>> = {};
  /** The parts of Ann's things that no other account may see. */
  const secrets: string[] = [];
  const own = `${process.pid}-${Date.now()}`;
  const address = `ann-${own}@example.org`;

  const call = async (method: string, path: string, as?: string, body?: unknown): Promise<Answer> => {
    const answer = await fetch(`${services.publicUrl}${path}`, {
      method,
      headers: {
        ...(as !== undefined && { authorization: `Bearer ${as}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(60_000),
    });
    return { status: answer.status, text: await answer.text() };
  };
  /** A good answer, as JSON. */
  const good = async (...asked: Parameters<typeof call>) => {
    const { status, text } = await call(...asked);
    expect([asked[1], status < 300 ? '' : text]).toEqual([asked[1], '']);
    return text === '' ? {} : JSON.parse(text);
  };
  const sessionOf = async (who: string): Promise<string> => {
    const link = JSON.parse(await services.operator(['people', 'link', who, '--json'])) as { token: string };
    return (await good('POST', '/api/sign-in/link', undefined, { token: link.token })).sessionToken;
  };
  const attack = (endpoint: Endpoint, as: Attacker, { params, query, body }: Attack): Promise<Answer> =>
    call(
      endpoint.method,
      targetOf(endpoint, { ...(params && { params }), ...(query && { query }) }),
      sessions[as],
      body,
    );
  /** All that Ann has, as she sees it. */
  const annsThings = async () => {
    const paths = [
      ...KEPT_PARTS.map((part) => `/api/settings/kept/${part}`),
      ...['profile', 'notices', 'webhooks', 'digests', 'sessions', 'tokens', 'passkeys', 'institutions'].map(
        (part) => `/api/settings/${part}`,
      ),
      '/api/settings/papers/claims',
      '/api/saved/feed',
      `/api/papers/${PAPER}/comment/${things.comment}`,
    ];
    const found = await Promise.all(paths.map((path) => good('GET', path, ann)));
    return JSON.parse(
      JSON.stringify(found, (key, value) => (OF_USE.includes(key) ? undefined : value)),
    ) as unknown;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paperboy-others-'));
    services = await startServices({
      services: { ingest: 1, catalog: 1, ranking: 1, mailer: 1, web: 1 },
      env: { WRITES_PER_MINUTE: '0', ANONYMOUS_WRITES_PER_MINUTE: '0', UNKNOWN_CREDENTIALS_PER_MINUTE: '0' },
    });
    identity = new Identity({ SERVICE_SECRET: services.environment.SERVICE_SECRET ?? '' }, new SystemClock());
    const file = join(folder, 'snapshot.jsonl');
    await writeFile(file, `${snapshotLine(PAPER, 'Of lanterns')}\n`);
    await services.operator(['import', file, '--json']);
    for (const role of ['reader', 'curator', 'admin'] as const) {
      const who = `${role}-${own}@example.org`;
      await services.operator(['people', 'token', who, '--role', role]);
      sessions[role] = await sessionOf(who);
    }
    const printed = (
      await services.operator(['people', 'token', address, '--name', 'Ada Quill', '--handle', `ann-${own}`])
    ).trim();
    ann = await sessionOf(address);
    const subscribers = join(folder, 'subscribers.csv');
    await writeFile(subscribers, `address,consented_at\n${address},2026-11-01\n`);
    await services.operator(['subscribers', 'import', subscribers]);
    await waitFor(
      () => call('GET', `/api/papers/${PAPER}`),
      ({ status }) => status === 200,
      PATIENT,
    );

    const { person } = await good('GET', '/api/settings/profile', ann).then(async () => ({
      person: JSON.parse((await call('GET', '/api/settings/kept/account', ann)).text).entries[0] as {
        id: string;
      },
    }));
    for (const path of ['upvote', 'save', 'read']) await good('POST', `/api/papers/${PAPER}/${path}`, ann);
    const { comment } = await good('POST', `/api/papers/${PAPER}/comment`, ann, { comment: 'By Ann.' });
    const { claim } = await good('POST', '/api/settings/papers/claim', ann, {
      paperId: PAPER,
      claimAuthorId: `${PAPER}.1`,
    });
    await good('POST', `/api/claims/${claim.id}/confirm`, sessions.curator);
    await good('POST', `/api/papers/${PAPER}/links`, ann, { projectPage: 'https://lanterns.example.org/' });
    const { feed } = await good('POST', '/api/saved/feed', ann);
    await good('PUT', '/api/settings/notices', ann, { when: 'daily' });
    await good('PUT', '/api/settings/profile', ann, {
      name: 'Ada Quill',
      handle: `ann-${own}`,
      about: 'I like lanterns.',
      showVotes: false,
    });
    const made = await good('POST', '/api/settings/tokens', ann, { name: 'Mine', scope: 'write', days: 9 });
    const [session] = (await good('GET', '/api/settings/sessions', ann)).sessions;

    const catalog = await openDatabase(services.namespace, 'catalog');
    const mailer = await openDatabase(services.namespace, 'mailer');
    let subscription = '';
    try {
      const createdAt = new Date();
      const personId = person.id;
      type Stored = { _id: string };
      await catalog.collection<Stored>('passkeys').insertOne({
        ...{ _id: PASSKEY, personId, credentialId: 'AAAA', publicKey: 'AAAA', counter: 0 },
        ...{ transports: [], name: "Ann's key", createdAt },
      } as Stored);
      await catalog.collection<Stored>('identities').insertOne({
        ...{ _id: INSTITUTION, personId, issuer: 'https://institute.example', createdAt },
      } as Stored);
      await catalog.collection<Stored>('rings').insertOne({
        ...{ _id: RING, state: 'restored', people: [personId], papers: [PAPER], at: createdAt },
      } as Stored);
      await mailer.collection<Stored>('webhooks').insertOne({
        ...{ _id: HOOK, owner: personId, place: 0, url: 'https://hook.example.org/ann', format: 'json' },
        ...{ list: 'day', votes: 0, secret: 'whsec_of_ann', state: 'disabled', createdAt },
      } as Stored);
      subscription = (await mailer.collection<Stored>('subscriptions').findOne({}))?._id ?? '';
    } finally {
      await Promise.all([catalog.close(), mailer.close()]);
    }
    things = {
      paper: PAPER,
      comment: comment.id,
      token: made.id,
      session: session.id,
      passkey: PASSKEY.slice(0, 16),
      institution: INSTITUTION.slice(0, 16),
      webhook: HOOK,
      claim: claim.id,
      handle: `ann-${own}`,
      forged: `${subscription}${'A'.repeat(16)}`,
      ring: RING,
    };
    secrets.push(address, printed, ann, made.token, made.id, session.id, things.passkey, things.institution);
    secrets.push(HOOK, 'hook.example.org', subscription, feed.json.split('/').at(-1), 'I reported it');
    expect(secrets.filter((secret) => secret === '' || secret === undefined)).toEqual([]);
    before = await annsThings();
    expect(JSON.stringify(before)).toContain('lanterns');
  }, PATIENT_MS);
  afterAll(async () => {
    await services?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it('every public endpoint of the contract has a rule, and every rule is of one', () => {
    expect(Object.keys(OTHERS_THINGS).sort()).toEqual(shown.map(([name]) => name).sort());
  });

  it('no endpoint that needs a sign-in and names a thing is taken for open', () => {
    const open = shown.filter(([name]) => 'open' in (OTHERS_THINGS[name] ?? {}));
    const personal = open.filter(([, { path, public: outside }]) => outside?.person && path.includes('{'));
    expect(personal.map(([name]) => name)).toEqual([]);
  });

  it.each(shown.filter(([name]) => !('open' in (OTHERS_THINGS[name] ?? {}))))(
    '%s neither shows nor changes them',
    async (name, endpoint) => {
      const rule = OTHERS_THINGS[name];
      if (rule === undefined || 'open' in rule) throw new Error(`${name} has no attack.`);
      const refuses = 'refuses' in rule ? rule.refuses : 'secret' in rule ? ATTACKERS : [];
      const tries = 'own' in rule ? ATTACKERS : refuses;
      for (const attacker of tries) {
        const { status, text } = await attack(
          endpoint,
          attacker,
          'own' in rule ? rule.own(things) : rule.asks(things),
        );
        const code = /^\{/.test(text) ? (JSON.parse(text) as { code?: string }).code : undefined;
        const told = `${attacker}: ${status} ${text}`;
        // A request that is not understood would attack nothing.
        expect(code === 'invalid-request' ? told : '').toBe('');
        expect(status < 500 ? '' : told).toBe('');
        if (attacker === 'nobody' && endpoint.public?.person) expect([told, status]).toEqual([told, 401]);
        if (!('own' in rule)) expect(status >= 400 ? '' : told).toBe('');
        if (refuses.includes(attacker) && endpoint.path.includes('{'))
          expect([401, 403, 404].includes(status) ? '' : told).toBe('');
        expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
      }
      expect(await annsThings()).toEqual(before);
    },
    PATIENT_MS,
  );

  it(
    'what is not public does not exist outside, whoever asks',
    async () => {
      for (const [, { method, path }] of hidden) {
        const target = path.replace(/\{\w+\}/g, 'x');
        const { status } = await call(method, target, sessions.admin, method === 'GET' ? undefined : {});
        expect([method, path, [404, 405].includes(status)]).toEqual([method, path, true]);
      }
      expect(await annsThings()).toEqual(before);
    },
    PATIENT_MS,
  );

  it(
    'and a service itself answers no person there, unless it is for people',
    async () => {
      const person: Caller = { kind: 'person', id: 'nobody', handle: 'nobody', name: 'N', role: 'admin' };
      const ofServices = hidden.filter(
        ([, { callers }]) =>
          callers !== 'everyone' && !callers.some((one) => ['person', 'curator', 'admin'].includes(one)),
      );
      expect(ofServices.length).toBeGreaterThan(40);
      for (const [name, { method, path, service }] of ofServices) {
        const answer = await fetch(`${services.addresses(service)[0]}${path.replace(/\{\w+\}/g, 'x')}`, {
          method,
          headers: { authorization: `Bearer ${await identity.sign(person, service)}` },
          signal: AbortSignal.timeout(60_000),
        });
        expect([name, answer.status]).toEqual([name, 403]);
      }
    },
    PATIENT_MS,
  );
});
