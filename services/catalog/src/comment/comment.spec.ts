import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { commentStateSchema } from '@paperboy/contracts';
import type { PersonCaller } from '@paperboy/platform';
import { uniqueNamespace } from '@paperboy/testing';
import { type CatalogUnderTest, operator, startCatalog } from '../../test/catalog-under-test.js';
import { paperRecord } from '../../test/paper-records.js';
import { makePerson } from '../../test/people.js';
import { IDEMPOTENCY_KEYS } from '../document/idempotency-key.schema.js';
import { PaperStore } from '../paper/paper.store.js';
import type { CommentDocument } from './comment.js';

let catalog: CatalogUnderTest;
beforeAll(async () => {
  catalog = await startCatalog(uniqueNamespace());
}, 60_000);
afterAll(() => catalog?.stop());

async function post(id: string, at: string, over: Partial<CommentDocument['state']> = {}): Promise<void> {
  const state = { id, paperId: '2602.00001', personId: 'gone', postedAt: at, state: 'shown', sample: false };
  const comment = { _id: id, seq: 1, text: `The text of ${id}.`, state: { ...state, ...over } };
  await catalog.mongo.collection<CommentDocument>('comments').insertOne(comment as CommentDocument);
}

const ofPaper = async (id: string) =>
  (await catalog.call(operator, 'GET', `/api/papers/${encodeURIComponent(id)}/comments`)).body;

describe('the comments on a paper', () => {
  it('are those that are shown, the earliest first, with the public name of who wrote them', async () => {
    const person = await makePerson(catalog.mongo);
    await post('second', '2026-11-22T09:00:00.000Z', { editedAt: '2026-11-22T10:00:00.000Z' });
    await post('first', '2026-11-22T08:00:00.000Z', { personId: person.id });
    await post('hidden', '2026-11-22T07:00:00.000Z', { state: 'hidden' });
    await post('erased', '2026-11-22T07:00:00.000Z', { state: 'erased' });
    await post('elsewhere', '2026-11-22T07:00:00.000Z', { paperId: 'hep-th/9901001' });
    expect(await ofPaper('2602.00001')).toEqual({
      comments: [
        {
          id: 'first',
          text: 'The text of first.',
          postedAt: '2026-11-22T08:00:00.000Z',
          by: { handle: person.handle, name: person.name },
        },
        {
          id: 'second',
          text: 'The text of second.',
          postedAt: '2026-11-22T09:00:00.000Z',
          editedAt: '2026-11-22T10:00:00.000Z',
        },
      ],
    });
    expect(await ofPaper('hep-th/9901001')).toMatchObject({ comments: [{ id: 'elsewhere' }] });
  });

  it('are none for a paper without any', async () => {
    expect(await ofPaper('2602.99999')).toEqual({ comments: [] });
  });

  it('come a page at a time, from either end, and Link names the next page', async () => {
    for (let at = 0; at < 5; at++) {
      await post(`many-${at}`, new Date(Date.UTC(2026, 10, 22, 0, at)).toISOString(), {
        paperId: '2602.00002',
      });
    }
    const page = async (query: string) => {
      const answer = await catalog.call(operator, 'GET', `/api/papers/2602.00002/comments?${query}`);
      return {
        ids: (answer.body.comments as { id: string }[]).map(({ id }) => id),
        link: answer.headers.get('link'),
      };
    };
    expect(await page('limit=2')).toEqual({
      ids: ['many-0', 'many-1'],
      link: '</api/papers/2602.00002/comments?limit=2&after=2026-11-22T00%3A01%3A00.000Z%2Cmany-1>; rel="next"',
    });
    expect(await page('limit=2&p=2')).toEqual({ ids: ['many-4'], link: null });
    expect(await page('limit=2&order=newest')).toMatchObject({ ids: ['many-4', 'many-3'] });
    expect(await page('limit=5')).toMatchObject({ link: null });
    const indexes = await catalog.mongo.collection('comments').indexes();
    expect(indexes.map(({ key }) => key)).toContainEqual({ 'state.paperId': 1, 'state.postedAt': 1 });
  });

  it.each(['oldest', 'newest'])(
    'are each told once by following Link, the %s first, while others are posted and removed',
    async (order) => {
      const paperId = order === 'oldest' ? '2602.00003' : '2602.00004';
      const own = (nth: string) => `${order}-${nth}`;
      // Two of each moment, so that a page ends between comments of one time.
      for (let at = 0; at < 8; at++)
        await post(own(`told-${at}`), new Date(Date.UTC(2026, 10, 22, 8, at >> 1)).toISOString(), {
          paperId,
        });
      const told: string[] = [];
      let path: string | undefined = `/api/papers/${paperId}/comments?limit=3&order=${order}`;
      for (let page = 0; path !== undefined; page++) {
        const { body, headers } = await catalog.call(operator, 'GET', path);
        told.push(...(body.comments as { id: string }[]).map(({ id }) => id));
        path = /^<([^>]+)>/.exec(headers.get('link') ?? '')?.[1];
        // One more before and one more behind all, and the last one that was told is gone.
        for (const [name, hour] of [
          ['before', 7],
          ['behind', 9],
        ] as const)
          await post(own(`${name}-${page}`), new Date(Date.UTC(2026, 10, 22, hour, page)).toISOString(), {
            paperId,
          });
        await catalog.mongo.collection<CommentDocument>('comments').deleteOne({ _id: told.at(-1) as string });
        if (page > 20) throw new Error('There is no last page.');
      }
      const first = Array.from({ length: 8 }, (_, at) => own(`told-${at}`));
      expect(told.filter((id) => first.includes(id))).toEqual(
        order === 'oldest' ? first : first.toReversed(),
      );
      expect(new Set(told).size).toBe(told.length);
    },
  );

  it('of a place that is none are refused', async () => {
    const answer = await catalog.call(operator, 'GET', '/api/papers/2602.00002/comments?after=many-1');
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid-request']);
  });
});

describe('writing comments', () => {
  let paperId: string;
  let papers = 0;
  beforeEach(async () => {
    papers += 1;
    paperId = `2611.${String(papers).padStart(5, '0')}`;
    await catalog.app
      .get(PaperStore)
      .take([{ paperId, record: paperRecord(paperId, { publishedAt: '2026-11-01T00:00:00.000Z' }) }], 'live');
  });
  const path = (id = '') => `/api/papers/${paperId}/comment${id && `/${id}`}`;
  const say = (person: PersonCaller, comment: string, key?: string) =>
    catalog.call(person, 'POST', path(), { comment }, key === undefined ? {} : { 'idempotency-key': key });
  const said = async (person: PersonCaller, comment: string) =>
    ((await say(person, comment)).body.comment as { id: string }).id;
  const reply = (person: PersonCaller, to: string, comment: string) =>
    catalog.call(person, 'POST', `${path(to)}/reply`, { comment });
  const change = async (id: string, set: Record<string, unknown>) => {
    await catalog.mongo.collection<CommentDocument>('comments').updateOne({ _id: id }, { $set: set });
  };
  /** The document of a comment. Its `seq` counts the events of the comment. */
  const stored = async (id: string) =>
    catalog.mongo.collection<CommentDocument>('comments').findOne({ _id: id });

  it('a person comments, and others answer; the text is cleaned, and no event holds it', async () => {
    const [ada, bo] = [await makePerson(catalog.mongo), await makePerson(catalog.mongo)];
    const posted = await say(ada, 'The bound is *tight*.\r\n\r\n\r\n\u202eYes.');
    expect(posted).toMatchObject({
      status: 201,
      body: { comment: { text: 'The bound is *tight*.\n\nYes.', by: { handle: ada.handle } } },
    });
    const { id } = posted.body.comment as { id: string };
    const answered = await reply(bo, id, 'Is it?');
    expect(answered).toMatchObject({ status: 201, body: { comment: { replyTo: id } } });
    const shown = (await ofPaper(paperId)).comments as { id: string }[];
    expect(shown.map((comment) => comment.id)).toEqual([id, (answered.body.comment as { id: string }).id]);
    expect(commentStateSchema.parse({ ...(await stored(id))?.state, seq: 1 })).not.toHaveProperty('text');
  });

  it('what says nothing, says too much, or is about nothing is refused with what to do', async () => {
    const ada = await makePerson(catalog.mongo);
    for (const comment of ['', ' \n\u200d ', 'x'.repeat(5_001), 5, null, { $gt: '' }])
      expect((await say(ada, comment as string)).status).toBe(400);
    const nowhere = await catalog.call(ada, 'POST', '/api/papers/2611.99999/comment', { comment: 'Hm.' });
    expect([nowhere.status, nowhere.body.code]).toEqual([404, 'unknown-paper']);
    const nothing = await reply(ada, 'nothing', 'Hm.');
    expect([nothing.status, nothing.body.code]).toEqual([404, 'unknown-comment']);
    const elsewhere = await catalog.call(
      ada,
      'GET',
      `/api/papers/2611.99999/comment/${await said(ada, 'Here.')}`,
    );
    expect(elsewhere.status).toBe(404);
  });

  it('repeated under its key it is one comment, also after a crash before the answer was stored', async () => {
    const ada = await makePerson(catalog.mongo);
    const answers = await Promise.all([1, 2, 3].map(() => say(ada, 'Once.', 'key')));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    const _id = `${ada.id}:key` as unknown as undefined;
    await catalog.mongo.collection(IDEMPOTENCY_KEYS).updateOne({ _id }, { $unset: { answer: '' } });
    expect(await say(ada, 'Once.', 'key')).toMatchObject({ status: 201, body: answers[0]?.body });
    expect((await ofPaper(paperId)).comments).toHaveLength(1);
    const kept = await catalog.mongo.collection(IDEMPOTENCY_KEYS).findOne({ _id });
    expect(JSON.stringify(kept)).not.toContain('Once.');
    expect(await say(ada, 'Twice.', 'key')).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    });
  });

  it('its author changes it within fifteen minutes, and nobody else ever does', async () => {
    const [ada, bo] = [await makePerson(catalog.mongo), await makePerson(catalog.mongo, { role: 'admin' })];
    const id = await said(ada, 'Frist.');
    const edit = (person: PersonCaller, comment: string) =>
      catalog.call(person, 'PUT', path(id), { comment });
    expect(await edit(ada, 'First.')).toMatchObject({ status: 200, body: { comment: { text: 'First.' } } });
    expect((await edit(ada, 'First.')).body.comment).toHaveProperty('editedAt');
    expect((await stored(id))?.seq).toBe(2);
    expect(await edit(bo, 'Second.')).toMatchObject({ status: 403, body: { code: 'not-your-comment' } });
    await change(id, { 'state.postedAt': new Date(Date.now() - 15 * 60_000 - 1).toISOString() });
    expect(await edit(ada, 'Third.')).toMatchObject({ status: 403, body: { code: 'comment-too-old' } });
  });

  it('its author deletes it with its text; where it was answered, its place remains', async () => {
    const [ada, bo] = [await makePerson(catalog.mongo), await makePerson(catalog.mongo)];
    const [id, other] = [await said(ada, 'A secret.'), await said(ada, 'Another.')];
    await reply(bo, id, 'Oh.');
    const erase = (person: PersonCaller, which: string) => catalog.call(person, 'DELETE', path(which));
    expect(await erase(bo, id)).toMatchObject({ status: 403, body: { code: 'not-your-comment' } });
    for (const which of [id, id, other]) expect((await erase(ada, which)).status).toBe(204);
    expect(await stored(id)).not.toHaveProperty('text');
    expect((await stored(id))?.seq).toBe(2);
    expect(await ofPaper(paperId)).toEqual({
      comments: [
        { id, text: '', postedAt: expect.any(String), removed: 'author' },
        expect.objectContaining({ text: 'Oh.', replyTo: id }),
      ],
    });
    expect((await reply(bo, id, 'Still there?')).status).toBe(404);
    expect((await catalog.call(ada, 'PUT', path(id), { comment: 'Back.' })).status).toBe(404);
  });

  it('a curator hides it and shows it again; what its author deleted stays deleted', async () => {
    const [ada, curator] = [
      await makePerson(catalog.mongo),
      await makePerson(catalog.mongo, { role: 'curator' }),
    ];
    const id = await said(ada, 'Buy watches.');
    const act = async (person: PersonCaller, what: 'hide' | 'restore') =>
      (await catalog.call(person, 'POST', `${path(id)}/${what}`)).status;
    expect(await act(ada, 'hide')).toBe(403);
    expect([await act(curator, 'hide'), await act(curator, 'hide')]).toEqual([204, 204]);
    expect(await ofPaper(paperId)).toEqual({ comments: [] });
    expect(await act(curator, 'restore')).toBe(204);
    expect((await stored(id))?.seq).toBe(3);
    expect((await ofPaper(paperId)).comments).toHaveLength(1);
    await catalog.call(ada, 'DELETE', path(id));
    expect(await act(curator, 'restore')).toBe(204);
    expect(await ofPaper(paperId)).toEqual({ comments: [] });
  });

  it('a reader has a number of comments a day, and a curator has no limit', async () => {
    const [ada, curator] = [
      await makePerson(catalog.mongo),
      await makePerson(catalog.mongo, { role: 'curator' }),
    ];
    const takers = Array.from({ length: 50 }, (_, at) => `c${at}`);
    const day = new Date().toISOString().slice(0, 10);
    for (const { id } of [ada, curator])
      await catalog.mongo
        .collection<{ _id: string }>('quotas')
        .insertOne({ _id: `comments:${id}:${day}`, takers, at: new Date() } as { _id: string });
    const question = await said(curator, 'Who answers?');
    expect((await reply(ada, question, 'Me.')).body.code).toBe('comment-limit');
    expect(await stored(question)).not.toHaveProperty('answered');
    const refused = await say(ada, 'One more.');
    expect([refused.status, refused.body.code]).toEqual([429, 'comment-limit']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await say(curator, 'One more.')).status).toBe(201);
  });
});
