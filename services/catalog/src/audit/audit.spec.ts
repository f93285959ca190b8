import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PersonCaller } from '@paperboy/platform';
import { notFound, unavailable } from '@paperboy/platform';
import { uniqueNamespace } from '@paperboy/testing';
import { type CatalogUnderTest, operator, startCatalog } from '../../test/catalog-under-test.js';
import { paperRecord } from '../../test/paper-records.js';
import { makePerson } from '../../test/people.js';
import { PaperStore } from '../paper/paper.store.js';
import { AUDIT, type AuditDocument } from './audit.schema.js';
import { AuditStore } from './audit.store.js';

const PAPER = '2611.00001';

describe('the audit log', () => {
  let catalog: CatalogUnderTest;
  let admin: PersonCaller;
  let curator: PersonCaller;
  let reader: PersonCaller;

  beforeAll(async () => {
    catalog = await startCatalog(uniqueNamespace());
    await catalog.app.get(PaperStore).take([{ paperId: PAPER, record: paperRecord(PAPER) }], 'live');
    admin = await makePerson(catalog.mongo, { role: 'admin' });
    curator = await makePerson(catalog.mongo, { role: 'curator' });
    reader = await makePerson(catalog.mongo);
  }, 60_000);
  afterAll(() => catalog?.stop());

  const log = async (query = '') =>
    (await catalog.call(admin, 'GET', `/api/audit${query}`)).body.entries as Record<string, unknown>[];
  const documents = () => catalog.mongo.collection<AuditDocument>(AUDIT);

  it('tells who hid and restored which comment, of whom and why; once, however often it is asked for', async () => {
    const posted = await catalog.call(reader, 'POST', `/api/papers/${PAPER}/comment`, { comment: 'Hm.' });
    const { id } = posted.body.comment as { id: string };
    const path = `/api/papers/${PAPER}/comment/${id}`;
    for (let time = 0; time < 2; time++)
      await catalog.call(curator, 'POST', `${path}/hide`, { reason: ' Off\ntopic ' });
    for (let time = 0; time < 2; time++) await catalog.call(curator, 'POST', `${path}/restore`);
    const about = {
      byKind: 'person',
      by: { handle: curator.handle, name: curator.name },
      to: { handle: reader.handle, name: reader.name },
      paperId: PAPER,
      commentId: id,
      done: true,
    };
    expect(await log()).toEqual([
      { ...about, act: 'comment-restored', id: expect.any(String), at: expect.any(String) },
      {
        ...about,
        act: 'comment-hidden',
        reason: 'Off topic',
        id: expect.any(String),
        at: expect.any(String),
      },
    ]);
  });

  it('tells of roles, tokens and revocations by operators, and holds no address', async () => {
    const address = 'told-of@example.org';
    const post = (path: string, body: object) =>
      catalog.call(operator, 'POST', `/internal/people${path}`, body);
    await post('', { address, handle: 'told-of', role: 'curator' });
    await post('', { address, role: 'curator' });
    await post('/tokens', { address });
    await post('/revoke', { address });
    const told = (await log('?limit=3')).map(({ act, byKind, role, to }) => ({ act, byKind, role, to }));
    const to = { handle: 'told-of', name: 'told-of' };
    expect(told).toEqual([
      { act: 'person-revoked', byKind: 'operator', to },
      { act: 'person-token-printed', byKind: 'operator', to },
      { act: 'role-changed', byKind: 'operator', role: 'curator', to },
    ]);
    expect(JSON.stringify(await documents().find().toArray())).not.toContain(address);
  });

  it('has the entry before the act, and marks it when it is done', async () => {
    const audit = catalog.app.get(AuditStore, { strict: false });
    const note = { act: 'comment-hidden', by: curator.id, reason: 'in time' } as const;
    const found = () => documents().findOne({ reason: 'in time' });
    await audit.record(note, async () => {
      expect(await found()).toMatchObject({ by: curator.id });
      expect(await found()).not.toHaveProperty('doneAt');
      return true;
    });
    expect(await found()).toMatchObject({ doneAt: expect.any(Date) });
  });

  it('keeps an act that failed as not known to be done, and none that was refused or changed nothing', async () => {
    const audit = catalog.app.get(AuditStore, { strict: false });
    const fail = (reason: string, error: Error) =>
      audit.record({ act: 'comment-hidden', by: curator.id, reason }, () => Promise.reject(error));
    await expect(fail('away', unavailable('mongodb', 'Away.'))).rejects.toThrow('Away.');
    await expect(fail('broken', new Error('Broken.'))).rejects.toThrow('Broken.');
    await expect(fail('refused', notFound('unknown-comment', 'None.'))).rejects.toThrow('None.');
    await audit.record({ act: 'comment-hidden', by: curator.id, reason: 'nothing' }, async () => false);
    expect((await log('?limit=2')).map(({ reason, done }) => [reason, done])).toEqual([
      ['broken', false],
      ['away', false],
    ]);
  });

  it('tells of editions that an operator closed, and of none that was refused', async () => {
    const edition = 'day-2026-11-22';
    const close = async (done?: boolean) => {
      const begun = await catalog.call(operator, 'POST', '/internal/audit', {
        act: 'edition-closed',
        edition,
      });
      expect(begun.status).toBe(201);
      const end = () => catalog.call(operator, 'POST', `/internal/audit/${begun.body.entry}/end`, { done });
      if (done !== undefined) expect([(await end()).status, (await end()).status]).toEqual([204, 204]);
    };
    await close(true);
    await close(false);
    await close();
    expect(await log('?limit=2')).toMatchObject([
      { act: 'edition-closed', byKind: 'operator', edition, done: false },
      { act: 'edition-closed', byKind: 'operator', edition, done: true },
    ]);
    for (const person of [admin, undefined])
      expect(
        (await catalog.call(person, 'POST', '/internal/audit', { act: 'edition-closed', edition })).status,
      ).toBeGreaterThanOrEqual(401);
  });

  it('comes a page at a time, for admins alone, and forgets after two years', async () => {
    const first = await catalog.call(admin, 'GET', '/api/audit?limit=2');
    expect(first.headers.get('link')).toBe('</api/audit?limit=2&p=1>; rel="next"');
    const all = await log('?limit=100');
    expect([...(first.body.entries as unknown[]), ...(await log('?limit=2&p=1'))]).toEqual(all.slice(0, 4));
    for (const person of [curator, reader])
      expect((await catalog.call(person, 'GET', '/api/audit')).status).toBe(403);
    expect((await catalog.call(undefined, 'GET', '/api/audit')).status).toBe(401);
    expect(await documents().indexes()).toContainEqual(
      expect.objectContaining({ key: { at: -1 }, expireAfterSeconds: 2 * 366 * 86_400 }),
    );
  });
});

describe('roles', () => {
  let catalog: CatalogUnderTest;
  beforeAll(async () => {
    catalog = await startCatalog(uniqueNamespace(), { env: { FIRST_ADMIN: 'First@example.org' } });
  }, 60_000);
  afterAll(() => catalog?.stop());

  it('an admin gives and takes them, but never the own, and the log tells of it', async () => {
    const [admin, person] = [
      await makePerson(catalog.mongo, { role: 'admin' }),
      await makePerson(catalog.mongo),
    ];
    const give = (handle: string, body: object) =>
      catalog.call(admin, 'PUT', `/api/people/${handle}/role`, body);
    const given = await give(person.handle, { role: 'curator', reason: 'Knows the field.' });
    expect(given).toMatchObject({ status: 200, body: { person: { role: 'curator' } } });
    expect((await give(person.handle, { role: 'curator' })).status).toBe(200);
    expect((await give(admin.handle, { role: 'reader' })).body.code).toBe('own-role');
    expect((await give('nobody-at-all', { role: 'reader' })).body.code).toBe('unknown-person');
    expect((await give(person.handle, { role: 'operator' })).body.code).toBe('invalid-request');
    const { entries } = (await catalog.call(admin, 'GET', '/api/audit')).body;
    expect(entries).toMatchObject([
      { act: 'role-changed', role: 'curator', reason: 'Knows the field.', done: true },
    ]);
    for (const role of ['reader', 'curator'] as const) {
      const other = { ...person, role };
      const path = `/api/people/${admin.handle}/role`;
      expect((await catalog.call(other, 'PUT', path, { role: 'reader' })).status).toBe(403);
    }
  });

  it('people are listed by handle, by its beginning and by role, a page at a time', async () => {
    const admin = await makePerson(catalog.mongo, { role: 'admin' });
    const made = await Promise.all(Array.from({ length: 5 }, () => makePerson(catalog.mongo)));
    const handles = made.map(({ handle }) => handle).toSorted();
    const list = async (query: string) => {
      const answer = await catalog.call(admin, 'GET', `/api/people?${query}`);
      const people = answer.body.people as { handle: string }[];
      return { handles: people.map(({ handle }) => handle), link: answer.headers.get('link') };
    };
    const all = (await list('role=reader&limit=100')).handles;
    expect(all).toEqual(expect.arrayContaining(handles));
    const first = await list('role=reader&limit=2');
    expect(first.handles).toEqual(all.slice(0, 2));
    expect(first.link).toBe(`</api/people?role=reader&limit=2&after=${all[1]}>; rel="next"`);
    expect((await list(`role=reader&limit=2&after=${all[1]}`)).handles).toEqual(all.slice(2, 4));
    expect((await list(`q=${handles[0]}`)).handles).toContain(handles[0]);
    expect((await list('q=zzz')).handles).toEqual([]);
    expect(JSON.stringify(await catalog.call(admin, 'GET', '/api/people'))).not.toContain('@');
  });

  it('the person of FIRST_ADMIN becomes an admin by signing in, once nobody is', async () => {
    const signIn = async (address: string) => {
      await catalog.call(operator, 'POST', '/internal/people', { address });
      const link = await catalog.call(operator, 'POST', '/internal/sign-in-links', { address });
      const answer = await catalog.call(undefined, 'POST', '/api/sign-in/link', { token: link.body.token });
      return (answer.body.person as { role: string }).role;
    };
    const others = catalog.mongo.collection('people');
    expect(await signIn('first@example.org')).toBe('reader');
    await others.updateMany({ role: 'admin' }, { $set: { role: 'reader' } });
    expect(await signIn('other@example.org')).toBe('reader');
    expect(await signIn('first@example.org')).toBe('admin');
    expect(await signIn('first@example.org')).toBe('admin');
    expect(await catalog.mongo.collection(AUDIT).countDocuments({ by: 'configuration' })).toBe(1);
  });
});
