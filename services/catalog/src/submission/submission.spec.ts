import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { paperStateSchema } from '@paperboy/contracts';
import type { PersonCaller } from '@paperboy/platform';
import { uniqueNamespace } from '@paperboy/testing';
import { type CatalogUnderTest, startCatalog } from '../../test/catalog-under-test.js';
import { paperRecord } from '../../test/paper-records.js';
import { makePerson } from '../../test/people.js';
import { IDEMPOTENCY_KEYS } from '../document/idempotency-key.schema.js';
import { PaperStore } from '../paper/paper.store.js';
import { submissionRefusal } from './submission.js';

const now = new Date('2026-11-22T12:00:00.000Z');
const rules = { perDay: 5, maxAgeDays: 14 };

describe('the rules of submissions', () => {
  it('a curator submits a paper of any age, a reader one of the last fourteen days', () => {
    const recent = { publishedAt: '2026-11-08T12:00:00.000Z' };
    const old = { publishedAt: '2026-11-08T11:59:59.999Z' };
    expect(submissionRefusal(recent, 'reader', now, rules)).toBeUndefined();
    expect(submissionRefusal(old, 'reader', now, rules)).toBe('paper-too-old');
    expect(submissionRefusal(old, 'curator', now, rules)).toBeUndefined();
    expect(submissionRefusal(old, 'admin', now, rules)).toBeUndefined();
  });

  it('nobody submits a paper that was submitted or withdrawn', () => {
    const submission = { by: 'p', byKind: 'person' as const, at: now.toISOString() };
    const publishedAt = now.toISOString();
    expect(submissionRefusal({ publishedAt, submission }, 'admin', now, rules)).toBe('already-submitted');
    expect(submissionRefusal({ publishedAt, withdrawnAt: publishedAt }, 'admin', now, rules)).toBe(
      'paper-withdrawn',
    );
  });
});

describe('submissions in the catalog', () => {
  let catalog: CatalogUnderTest;
  let papers = 0;

  beforeAll(async () => {
    catalog = await startCatalog(uniqueNamespace());
  });
  afterAll(() => catalog?.stop());

  const newPaper = async (different: Parameters<typeof paperRecord>[1] = {}): Promise<string> => {
    papers += 1;
    const paperId = `2610.${String(papers).padStart(5, '0')}`;
    const record = paperRecord(paperId, { publishedAt: new Date().toISOString(), ...different });
    await catalog.app.get(PaperStore).take([{ paperId, record }], 'live');
    return paperId;
  };
  const submit = (person: PersonCaller, paperId: string, key?: string) =>
    catalog.call(
      person,
      'POST',
      '/api/papers/submit',
      { paperId },
      key === undefined ? {} : { 'idempotency-key': key },
    );

  it('a paper is submitted once, however many try at the same time, and the others learn by whom and when', async () => {
    const paperId = await newPaper({ publishedAt: '2001-01-01T00:00:00.000Z' });
    const curators = await Promise.all(
      [1, 2, 3, 4].map(() => makePerson(catalog.mongo, { role: 'curator' })),
    );
    const answers = await Promise.all(curators.map((curator) => submit(curator, paperId)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    const winner = answers.findIndex(({ status }) => status === 201);
    const paper = paperStateSchema.parse(answers[winner]?.body.paper);
    expect(paper.submission).toMatchObject({ by: curators[winner]?.id, byKind: 'person' });
    const loser = answers.find(({ status }) => status === 409);
    expect(loser?.body.code).toBe('already-submitted');
    expect(loser?.body.detail).toContain(curators[winner]?.handle);
    expect(loser?.body.detail).toContain(` on ${paper.submission?.at.slice(0, 10)}.`);
  });

  it('a reader submits five papers a day and never more, also at once', async () => {
    const reader = await makePerson(catalog.mongo);
    const ids = await Promise.all(Array.from({ length: 9 }, () => newPaper()));
    const answers = await Promise.all(ids.map((id) => submit(reader, id)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(4);
    expect(refused[0]?.body.code).toBe('submission-limit');
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('repeated under its key it gets the same answer, one at a time and all at once, and takes one place', async () => {
    const reader = await makePerson(catalog.mongo);
    const paperId = await newPaper();
    const atOnce = await Promise.all([1, 2, 3].map(() => submit(reader, paperId, 'first')));
    const later = await submit(reader, paperId, 'first');
    expect([...atOnce, later].map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    for (const { body } of atOnce) expect(body).toEqual(later.body);
    expect((await submit(reader, paperId, 'second')).status).toBe(409);
    for (let place = 1; place < 5; place += 1)
      expect((await submit(reader, await newPaper())).status).toBe(201);
  });

  it('repeated after a crash between the submission and its stored answer it is found by its key', async () => {
    const reader = await makePerson(catalog.mongo);
    const paperId = await newPaper();
    const first = await submit(reader, paperId, 'crashed');
    const _id = `${reader.id}:crashed` as unknown as undefined;
    await catalog.mongo.collection(IDEMPOTENCY_KEYS).updateOne({ _id }, { $unset: { answer: '' } });
    const again = await submit(reader, paperId, 'crashed');
    expect([again.status, again.body]).toEqual([201, first.body]);
  });

  it('under a key that came with another request it is refused; the same key of another person is another key', async () => {
    const [reader, other] = [await makePerson(catalog.mongo), await makePerson(catalog.mongo)];
    await submit(reader, await newPaper(), 'key');
    const paperId = await newPaper();
    const reused = await submit(reader, paperId, 'key');
    expect([reused.status, reused.body.code]).toEqual([422, 'idempotency-key-reused']);
    expect((await submit(other, paperId, 'key')).status).toBe(201);
    const wrong = await submit(reader, await newPaper(), 'two words');
    expect([wrong.status, wrong.body.code]).toEqual([400, 'invalid-idempotency-key']);
  });

  it('what is unknown, withdrawn or too old is refused with what to do, and takes no place of the day', async () => {
    const reader = await makePerson(catalog.mongo);
    const unknown = await submit(reader, '2610.99999');
    // Ingest, which would request it from arXiv, is not running.
    expect([unknown.status, unknown.body.code]).toEqual([503, 'service-away']);
    const old = await submit(reader, await newPaper({ publishedAt: '2020-01-01T00:00:00.000Z' }));
    expect([old.status, old.body.code]).toEqual([403, 'paper-too-old']);
    const withdrawn = await submit(reader, await newPaper({ withdrawn: true }));
    expect([withdrawn.status, withdrawn.body.code]).toEqual([409, 'paper-withdrawn']);
    for (let place = 0; place < 5; place += 1)
      expect((await submit(reader, await newPaper())).status).toBe(201);
  });

  it('is told beforehand as it would be, and nothing is changed by that', async () => {
    const [reader, curator] = [
      await makePerson(catalog.mongo),
      await makePerson(catalog.mongo, { role: 'curator' }),
    ];
    const check = async (person: PersonCaller, paper: string) =>
      (await catalog.call(person, 'GET', `/api/papers/submit/check?paper=${encodeURIComponent(paper)}`)).body;
    const paperId = await newPaper({ title: 'On lanterns' });
    const would = { paperId, title: 'On lanterns', would: 'submit' };
    for (const pasted of [paperId, `https://arxiv.org/pdf/${paperId}v3`, `arXiv:${paperId}`])
      expect(await check(reader, pasted)).toEqual({ ...would, left: 5 });
    expect(await check(curator, paperId)).toEqual(would);
    expect(await check(reader, '2610.99999')).toEqual({ paperId: '2610.99999', would: 'ask', left: 5 });
    await submit(reader, paperId);
    expect(await check(reader, paperId)).toMatchObject({
      would: 'refuse',
      problem: { code: 'already-submitted' },
    });
    const old = await newPaper({ publishedAt: '2020-01-01T00:00:00.000Z' });
    expect(await check(reader, old)).toMatchObject({ left: 4, problem: { code: 'paper-too-old' } });
    for (let place = 1; place < 5; place += 1) await submit(reader, await newPaper());
    expect(await check(reader, await newPaper())).toMatchObject({
      would: 'refuse',
      left: 0,
      problem: { code: 'submission-limit' },
    });
    expect(await check(reader, 'hello')).toMatchObject({ code: 'invalid-request' });
  });
});
