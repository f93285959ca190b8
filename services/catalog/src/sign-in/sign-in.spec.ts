import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Caller, Problem } from '@paperboy/platform';
import { testClock, uniqueNamespace } from '@paperboy/testing';
import { type CatalogUnderTest, operator, startCatalog } from '../../test/catalog-under-test.js';
import { QUOTAS, type QuotaDocument } from '../document/quota.schema.js';
import { QuotaStore } from '../document/quota.store.js';
import { hashOf } from '../person/credential.js';
import {
  CODE_TRIES,
  CODES,
  MAILS_PER_DAY,
  type SignInRequestDocument,
  WRONG_CODES_PER_DAY,
} from './sign-in-request.js';
import { SignInRequestStore } from './sign-in-request.store.js';
import { SignInSecrets } from './sign-in-secrets.js';

const mailer: Caller = { kind: 'service', name: 'mailer' };
const MINUTE = 60_000;

describe('signing in by mail', () => {
  let catalog: CatalogUnderTest;
  let address: string;
  let made = 0;

  beforeAll(async () => {
    catalog = await startCatalog(uniqueNamespace());
  });
  afterAll(() => catalog?.stop());
  beforeEach(() => {
    made += 1;
    address = `reader-${made}@example.org`;
  });

  const post = (path: string, body: unknown) => catalog.call(undefined, 'POST', `/api/sign-in${path}`, body);
  const requests = () => catalog.mongo.collection<SignInRequestDocument>('sign-in-requests');
  const due = async () =>
    (await catalog.call(mailer, 'GET', '/internal/sign-in-requests/due')).body.ids as string[];
  const letterOf = (id: string) => catalog.call(mailer, 'POST', `/internal/sign-in-requests/${id}/letter`);
  const ask = async () => {
    const answer = await post('', { email: address });
    expect(answer.status).toBe(202);
    return String(answer.body.request);
  };
  /** Requests a mail, and then its letter as the mailer does. */
  const mailed = async () => {
    const request = await ask();
    const found = await requests().findOne({ askerHash: hashOf(request) });
    const { body } = await letterOf(found?._id ?? '');
    return {
      id: found?._id ?? '',
      request,
      code: String(body.code),
      link: String(body.url).split('/').at(-1) ?? '',
    };
  };
  const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  const arrive = async () => {
    const { request, code } = await mailed();
    return (await post('/code', { request, code })).body;
  };
  const account = async (handle = `reader-${made}`) => {
    const { registration } = await arrive();
    return (await post('/account', { registration, name: 'A Reader', handle })).body;
  };

  it('a request waits for the mailer until its letter was made, and its answer tells nothing', async () => {
    await catalog.call(operator, 'POST', '/internal/people', { address });
    const known = await post('', { email: address.toUpperCase() });
    address = `nobody-${address}`;
    const unknown = await post('', { email: address });
    for (const { status, body } of [known, unknown]) {
      expect([status, Object.keys(body)]).toEqual([202, ['request']]);
    }
    const waiting = await due();
    expect(waiting).toHaveLength(2);
    for (const id of waiting) expect((await letterOf(id)).status).toBe(200);
    expect(await due()).toEqual([]);
  });

  it('a letter that is made twice holds the same, and the database no secret of it', async () => {
    const { id, request, code, link } = await mailed();
    const again = (await letterOf(id)).body;
    expect([again.code, again.address]).toEqual([code, address]);
    expect(again.url).toBe(`http://localhost:3000/sign-in/${link}`);
    const kept = JSON.stringify(await requests().findOne({ _id: id }));
    for (const secret of [request, code, link]) expect(kept).not.toContain(secret);
  });

  it('a letter is told to the mailer alone', async () => {
    await ask();
    const [id] = await due();
    const path = `/internal/sign-in-requests/${id}/letter`;
    expect((await catalog.call(undefined, 'POST', path)).status).toBe(401);
    for (const caller of [operator, { kind: 'service', name: 'web' } as const]) {
      expect((await catalog.call(caller, 'POST', path)).status).toBe(403);
    }
  });

  it('the first sign-in makes the account with the chosen name and handle, the next one finds it', async () => {
    const arrived = await arrive();
    expect(arrived).toMatchObject({ status: 'account-needed' });
    const chosen = { registration: arrived.registration, name: 'Ada', handle: `Ada-${made}` };
    const signedIn = await post('/account', chosen);
    expect(signedIn.status).toBe(201);
    expect(signedIn.body.person).toMatchObject({ name: 'Ada', handle: `ada-${made}`, role: 'reader' });
    const again = await arrive();
    expect(again).toMatchObject({ status: 'signed-in', person: { handle: `ada-${made}` } });
    const credentialHash = hashOf(String(again.sessionToken));
    const resolved = await catalog.call(operator, 'POST', '/internal/sessions/resolve', { credentialHash });
    expect(resolved.body.person).toMatchObject({ handle: `ada-${made}` });
  });

  it('the link does the same, from any browser, once', async () => {
    await account();
    const { link, request, code } = await mailed();
    const check = () => catalog.call(operator, 'POST', '/internal/sign-in-links/check', { token: link });
    expect((await check()).status).toBe(204);
    const tries = await Promise.all([1, 2, 3, 4].map(() => post('/link', { token: link })));
    expect(tries.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404]);
    expect((await check()).body.code).toBe('sign-in-link-used');
    expect((await post('/code', { request, code })).body.code).toBe('sign-in-code-used');
  });

  it('five wrong codes void the code, whoever is faster; the link stays good', async () => {
    await account();
    const { request, code, link } = await mailed();
    const tries = await Promise.all(
      Array.from({ length: 9 }, () => post('/code', { request, code: wrong(code) })),
    );
    expect(tries.filter(({ body }) => body.code === 'wrong-sign-in-code')).toHaveLength(5);
    expect(tries.filter(({ body }) => body.code === 'sign-in-code-void')).toHaveLength(4);
    expect((await post('/code', { request, code })).body.code).toBe('sign-in-code-void');
    expect((await post('/link', { token: link })).status).toBe(200);
  });

  it('a million tries, spread over whatever mailboxes and networks, get in on a day with a chance below 0.1 %', async () => {
    // A day of its own: the wrong codes of the other tests are of today.
    const clock = testClock(new Date(Date.now() + 3 * 86_400_000));
    const store = new SignInRequestStore(
      catalog.mongo,
      clock,
      new SignInSecrets('a secret of this test alone, which is long enough'),
      new QuotaStore(catalog.mongo),
    );
    /** Guesses at a new request for one of many mailboxes, all at once, and says how each guess ended. */
    const guess = async (mailbox: number): Promise<string[]> => {
      const asker = await store.ask(`victim-${mailbox}@example.org`);
      const { _id = '' } = (await requests().findOne({ askerHash: hashOf(asker) })) ?? {};
      const { code } = await store.letter(_id);
      const tries = Array.from({ length: CODE_TRIES + 1 }, async (_, by) => {
        try {
          const guessed = String((Number(code) + 1 + by) % CODES).padStart(6, '0');
          return (await store.proveByCode(asker, guessed))._id;
        } catch (error) {
          return (error as Problem).code;
        }
      });
      return Promise.all(tries);
    };
    const outcomes: string[] = [];
    for (let at = 0; at < 300; at += 3)
      outcomes.push(...(await Promise.all([at, at + 1, at + 2].map(guess))).flat());
    const count = (code: string) => outcomes.filter((outcome) => outcome === code).length;
    // Only these were compared with a code. Each of them hits one code in a million.
    expect(count('wrong-sign-in-code')).toBe(WRONG_CODES_PER_DAY);
    expect(count('sign-in-codes-paused')).toBe(300 * CODE_TRIES - WRONG_CODES_PER_DAY);
    expect(count('sign-in-code-void')).toBe(300);
    expect(WRONG_CODES_PER_DAY / CODES).toBeLessThanOrEqual(0.001);
    expect((MAILS_PER_DAY * CODE_TRIES) / CODES).toBeLessThanOrEqual(0.0001);
    // A right code is refused as well, and the link of the same mail signs in.
    const asker = await store.ask('owner@example.org');
    const { _id = '' } = (await requests().findOne({ askerHash: hashOf(asker) })) ?? {};
    const { code, link } = await store.letter(_id);
    await expect(store.proveByCode(asker, code)).rejects.toMatchObject({ code: 'sign-in-codes-paused' });
    expect((await store.proveByLink(link)).address).toBe('owner@example.org');
    clock.advance(86_400_000);
    const next = await store.ask('owner@example.org');
    const tomorrow = (await requests().findOne({ askerHash: hashOf(next) }))?._id ?? '';
    const { code: good } = await store.letter(tomorrow);
    expect((await store.proveByCode(next, good)).address).toBe('owner@example.org');
  }, 240_000);

  it('right codes are no wrong ones, however many people sign in', async () => {
    const wrongCodes = async () => {
      const days = await catalog.mongo
        .collection<QuotaDocument>(QUOTAS)
        .find({ _id: { $regex: '^wrong-codes:' } })
        .toArray();
      return days.flatMap(({ takers }) => takers).length;
    };
    const before = await wrongCodes();
    const { request, code } = await mailed();
    expect((await post('/code', { request, code: wrong(code) })).body.code).toBe('wrong-sign-in-code');
    expect(await wrongCodes()).toBe(before + 1);
    expect((await post('/code', { request, code })).status).toBe(200);
    expect(await wrongCodes()).toBe(before + 1);
  });

  it('the fifth code is still taken', async () => {
    await account();
    const { request, code } = await mailed();
    for (let left = 4; left > 0; left--) {
      const { body } = await post('/code', { request, code: wrong(code) });
      expect(body.detail).toContain(left === 1 ? 'One try is left' : `${left} tries are left`);
    }
    expect((await post('/code', { request, code })).status).toBe(200);
  });

  it('a code is good only where it was asked for', async () => {
    const { code } = await mailed();
    const elsewhere = await ask();
    expect((await post('/code', { request: elsewhere, code })).body.code).toBe('wrong-sign-in-code');
    expect((await post('/code', { request: 'pbr_other', code })).body.code).toBe('unknown-sign-in-request');
  });

  it('link and code end after fifteen minutes', async () => {
    const { id, request, code, link } = await mailed();
    const { goodUntil } = (await requests().findOne({ _id: id })) ?? {};
    expect(Number(goodUntil) - Date.now()).toBeLessThanOrEqual(15 * MINUTE);
    expect(Number(goodUntil) - Date.now()).toBeGreaterThan(13 * MINUTE);
    await requests().updateOne({ _id: id }, { $set: { goodUntil: new Date() } });
    expect((await post('/link', { token: link })).body.code).toBe('sign-in-link-expired');
    expect((await post('/code', { request, code })).body.code).toBe('sign-in-code-expired');
  });

  it('a request is mailed within the hour or not at all', async () => {
    const request = await ask();
    const askedAt = new Date(Date.now() - 60 * MINUTE);
    const found = await requests().findOneAndUpdate({ askerHash: hashOf(request) }, { $set: { askedAt } });
    expect(await due()).not.toContain(found?._id);
    expect((await letterOf(found?._id ?? '')).body.code).toBe('sign-in-request-over');
  });

  it('a mailbox gets ten mails a day, however its address is written; one that was used counts no more', async () => {
    const used = await mailed();
    await post('/code', { request: used.request, code: used.code });
    await Promise.all(
      Array.from({ length: 12 }, (_, at) => post('', { email: address.replace('@', `+${at}@`) })),
    );
    const asked = await requests()
      .find({ address: { $regex: `^reader-${made}[+]` } })
      .toArray();
    expect(asked.map(({ waiting }) => waiting ?? false).sort()).toEqual([
      ...Array(2).fill(false),
      ...Array(10).fill(true),
    ]);
    for (const { _id, waiting } of asked) {
      expect((await letterOf(_id)).body.code === 'sign-in-request-over').toBe(waiting === undefined);
    }
  });

  it('a taken handle is told, and the same registration goes on with another', async () => {
    await account('the-taken-one');
    address = `other-${address}`;
    const { registration } = await arrive();
    const taken = await post('/account', { registration, name: 'B', handle: 'the-taken-one' });
    expect([taken.status, taken.body.code]).toEqual([409, 'handle-taken']);
    const free = await post('/account', { registration, name: 'B', handle: `free-${made}` });
    expect(free.status).toBe(201);
    const twice = await post('/account', { registration, name: 'C', handle: `third-${made}` });
    expect([twice.status, twice.body.code]).toEqual([404, 'unknown-registration']);
  });

  it('what was chosen wrongly is said by field and rule', async () => {
    const { registration } = await arrive();
    const { status, body } = await post('/account', { registration, name: 'ada@example.org', handle: 'a_b' });
    expect(status).toBe(400);
    expect((body.fields as { field: string }[]).map(({ field }) => field)).toEqual(['name', 'handle']);
  });

  it('two registrations of one address make one account', async () => {
    const [first, second] = [await arrive(), await arrive()];
    const both = await Promise.all(
      [first, second].map(({ registration }, at) =>
        post('/account', { registration, name: 'Twin', handle: `twin-${at}-${made}` }),
      ),
    );
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    const ids = both.map(({ body }) => (body.person as { id: string }).id);
    expect(new Set(ids).size).toBe(1);
  });

  it('revoking a person ends the mails that are on their way, too', async () => {
    await account();
    const { link } = await mailed();
    await catalog.call(operator, 'POST', '/internal/people/revoke', { address });
    expect((await post('/link', { token: link })).body.code).toBe('unknown-sign-in-link');
  });
});
