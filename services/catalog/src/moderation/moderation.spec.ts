import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PersonCaller } from '@paperboy/platform';
import { uniqueNamespace } from '@paperboy/testing';
import { type CatalogUnderTest, operator, startCatalog } from '../../test/catalog-under-test.js';
import { newPaper } from '../../test/new-paper.js';
import { makePerson } from '../../test/people.js';
import { AUDIT } from '../audit/audit.schema.js';
import type { CommentDocument } from '../comment/comment.js';

const LINK = 'Buy at https://shop.example/x now.';

describe('moderation', () => {
  let catalog: CatalogUnderTest;
  let curator: PersonCaller;
  let paperId: string;
  let papers = 0;

  beforeAll(async () => {
    catalog = await startCatalog(uniqueNamespace(), { env: { REPORTS_PER_DAY: '3' } });
    curator = await makePerson(catalog.mongo, { role: 'curator' });
  }, 60_000);
  afterAll(() => catalog?.stop());
  beforeEach(async () => {
    papers += 1;
    paperId = await newPaper(catalog, papers);
  });

  const newcomer = () => makePerson(catalog.mongo, { ageHours: 1 });
  const api = () => `/api/papers/${paperId}`;
  const say = (person: PersonCaller, comment: string, key?: string) =>
    catalog.call(person, 'POST', `${api()}/comment`, { comment }, key ? { 'idempotency-key': key } : {});
  const said = async (person: PersonCaller, comment: string) =>
    ((await say(person, comment)).body.comment as { id: string }).id;
  const act = async (person: PersonCaller, id: string, deed: string, body?: object) => {
    const { status, body: answer } = await catalog.call(
      person,
      'POST',
      `${api()}/comment/${id}/${deed}`,
      body,
    );
    return [status, answer.code];
  };
  const shown = async () =>
    ((await catalog.call(operator, 'GET', `${api()}/comments`)).body.comments as { id: string }[]).map(
      ({ id }) => id,
    );
  const waiting = async (person: PersonCaller) =>
    (await catalog.call(person, 'GET', `${api()}/held-comments`)).body.comments as Record<string, unknown>[];
  const queue = async (query = 'limit=50') =>
    (await catalog.call(curator, 'GET', `/api/queue?${query}`)).body.queue as {
      comment: { id: string };
      paper: { id: string };
      why: string;
      reports: object[];
      by: Record<string, unknown>;
    }[];
  const queued = async (id: string) => (await queue()).find(({ comment }) => comment.id === id);
  const stored = (id: string) =>
    catalog.mongo
      .collection<CommentDocument & { pending: { type: string; data: { state: string } }[] }>('comments')
      .findOne({ _id: id });
  const events = async (id: string) => (await stored(id))?.pending.map(({ type }) => type);
  const acts = async (id: string) =>
    (await catalog.mongo.collection(AUDIT).find({ commentId: id }).sort({ at: 1 }).toArray()).map(
      ({ act: name }) => name,
    );

  describe('of new people', () => {
    it('a comment with a link waits, its writer sees it, and a curator lets it be shown', async () => {
      const person = await newcomer();
      const posted = await say(person, LINK, 'my-key');
      expect(posted).toMatchObject({ status: 201, body: { comment: { held: true, text: LINK } } });
      const { id } = posted.body.comment as { id: string };
      expect((await say(person, LINK, 'my-key')).body).toEqual(posted.body);
      expect(await shown()).toEqual([]);
      expect(await waiting(person)).toMatchObject([{ id, held: true }]);
      expect(await waiting(await newcomer())).toEqual([]);
      expect((await catalog.call(operator, 'GET', `${api()}/comment/${id}`)).status).toBe(404);
      expect(await queued(id)).toMatchObject({
        why: 'held',
        paper: { id: paperId },
        reports: [],
        by: { handle: person.handle, comments: 1, hidden: 0, reports: 0 },
      });
      for (let time = 0; time < 2; time++) expect((await act(curator, id, 'publish'))[0]).toBe(204);
      expect(await shown()).toEqual([id]);
      expect(await waiting(person)).toEqual([]);
      expect(await queued(id)).toBeUndefined();
      expect(await events(id)).toEqual(['comment.held', 'comment.posted']);
      expect((await stored(id))?.pending.map(({ data }) => data.state)).toEqual(['held', 'shown']);
      expect(await acts(id)).toEqual(['comment-published']);
    });

    it('a link that is added by an edit waits as well, and so does one that hides in Markdown or LaTeX', async () => {
      const person = await newcomer();
      const id = await said(person, 'No link.');
      expect(await shown()).toEqual([id]);
      const edited = await catalog.call(person, 'PUT', `${api()}/comment/${id}`, { comment: LINK });
      expect(edited.body.comment).toMatchObject({ held: true });
      expect(await shown()).toEqual([]);
      expect(await events(id)).toEqual(['comment.posted', 'comment.held']);
      const answered = await said(person, 'No link either.');
      const answer = await catalog.call(curator, 'POST', `${api()}/comment/${answered}/reply`, {
        comment: 'Hm.',
      });
      await catalog.call(person, 'PUT', `${api()}/comment/${answered}`, { comment: LINK });
      expect(await shown()).toEqual([(answer.body.comment as { id: string }).id]);
      for (const text of [
        '[x](http&#58;//shop.example)',
        'http&colon;//shop.example',
        '<http://a.example>',
        'h\\textbf{}ttp{:}//shop.example/a',
      ])
        expect([text, (await say(person, text)).body.comment]).toMatchObject([text, { held: true }]);
    });

    it('what holds no link is shown at once; and so is everything of older accounts and of curators', async () => {
      const young = await makePerson(catalog.mongo, { role: 'curator', ageHours: 1 });
      expect(
        (await say(await newcomer(), 'See https: there, and shop.example.')).body.comment,
      ).not.toHaveProperty('held');
      for (const person of [await makePerson(catalog.mongo, { ageHours: 73 }), young])
        expect((await say(person, LINK)).body.comment).not.toHaveProperty('held');
    });

    it('a comment that is held is hidden by a curator, or deleted by its writer, and waits no longer', async () => {
      const person = await newcomer();
      const [hidden, erased] = [await said(person, LINK), await said(person, `${LINK} Again.`)];
      await act(curator, hidden, 'hide', { reason: 'Spam' });
      await catalog.call(person, 'DELETE', `${api()}/comment/${erased}`);
      expect([await queued(hidden), await queued(erased), await shown()]).toEqual([undefined, undefined, []]);
      expect(await events(hidden)).toEqual(['comment.held', 'comment.hidden']);
      expect((await stored(erased))?.text).toBeUndefined();
    });
  });

  describe('reports', () => {
    it('bring a comment before the curators, with reasons and without names; dismissed, it stays', async () => {
      const [ada, bo] = [await makePerson(catalog.mongo), await makePerson(catalog.mongo)];
      const id = await said(ada, 'Hm.');
      expect(await act(bo, id, 'report', { reason: 'abuse', note: ' It\nattacks.' })).toEqual([
        204,
        undefined,
      ]);
      await act(bo, id, 'report', { reason: 'spam' });
      await act(curator, id, 'report', { reason: 'off-topic' });
      const found = await queued(id);
      expect(found).toMatchObject({
        why: 'reported',
        reports: [{ reason: 'abuse', note: 'It attacks.' }, { reason: 'off-topic' }],
        by: { comments: 1, reports: 2 },
      });
      expect(JSON.stringify(found)).not.toContain(bo.handle);
      expect(await shown()).toEqual([id]);
      await act(curator, id, 'dismiss');
      await act(curator, id, 'dismiss');
      expect(await queued(id)).toBeUndefined();
      expect(await shown()).toEqual([id]);
      expect(JSON.stringify(await stored(id))).not.toContain('attacks');
      expect(await acts(id)).toEqual(['reports-dismissed']);
      await act(bo, id, 'report', { reason: 'spam' });
      expect(await queued(id)).toBeUndefined();
      await act(await makePerson(catalog.mongo), id, 'report', { reason: 'spam' });
      expect(await queued(id)).toMatchObject({ reports: [{ reason: 'spam' }], by: { reports: 3 } });
      await act(curator, id, 'hide');
      expect(await queued(id)).toBeUndefined();
      expect(await events(id)).toEqual(['comment.posted', 'comment.hidden']);
    });

    it('are limited by the day, need a reason, and are of comments of others that are shown', async () => {
      const [ada, bo] = [await makePerson(catalog.mongo), await makePerson(catalog.mongo)];
      const ids = [];
      for (let at = 0; at < 4; at++) ids.push(await said(ada, `Number ${at}.`));
      const [first = ''] = ids;
      expect(await act(ada, first, 'report', { reason: 'spam' })).toEqual([403, 'own-comment']);
      expect(await act(bo, first, 'report', { reason: 'ugly' })).toEqual([400, 'invalid-request']);
      expect(await act(bo, first, 'report', { reason: 'spam', note: 'x'.repeat(301) })).toEqual([
        400,
        'invalid-request',
      ]);
      expect(await act(bo, 'nothing', 'report', { reason: 'spam' })).toEqual([404, 'unknown-comment']);
      const answers = [];
      for (const id of ids) answers.push(await act(bo, id, 'report', { reason: 'spam' }));
      expect(answers.map(([status]) => status)).toEqual([204, 204, 204, 429]);
      expect(await act(bo, first, 'report', { reason: 'spam' })).toEqual([204, undefined]);
      await act(curator, first, 'hide');
      expect(await act(await newcomer(), first, 'report', { reason: 'spam' })).toEqual([
        404,
        'unknown-comment',
      ]);
    });

    it('of many readers at once are kept each once, twenty at the most', async () => {
      const id = await said(await makePerson(catalog.mongo), 'Hm.');
      const readers = await Promise.all(Array.from({ length: 24 }, () => makePerson(catalog.mongo)));
      await Promise.all(
        [...readers, ...readers].map((reader) => act(reader, id, 'report', { reason: 'spam' })),
      );
      const reports = (await stored(id))?.reports ?? [];
      expect(reports).toHaveLength(20);
      expect(new Set(reports.map(({ by }) => by)).size).toBe(20);
    });
  });

  it('the queue comes a page at a time, those that wait longest first, by an index of what waits', async () => {
    const person = await newcomer();
    const ids = [];
    for (let at = 0; at < 3; at++) ids.push(await said(person, `${LINK} ${at}`));
    const all = (await queue()).map(({ comment }) => comment.id);
    expect(all.slice(-3)).toEqual(ids);
    const pages = [];
    for (let p = 0; p < all.length; p++) pages.push(...(await queue(`limit=1&p=${p}`)));
    expect(pages.map(({ comment }) => comment.id)).toEqual(all);
    const link = (await catalog.call(curator, 'GET', '/api/queue?limit=1')).headers.get('link');
    expect(link).toBe('</api/queue?limit=1&p=1>; rel="next"');
    expect(await catalog.mongo.collection('comments').indexes()).toContainEqual(
      expect.objectContaining({ key: { waitsSince: 1 }, sparse: true }),
    );
  });

  it('locked comments take no new ones and no changes of readers; curators still answer; unlocked, they do', async () => {
    const ada = await makePerson(catalog.mongo);
    const id = await said(ada, 'Before.');
    const lock = (deed: 'lock' | 'unlock', body?: object) =>
      catalog.call(curator, 'POST', `${api()}/comments/${deed}`, body);
    for (let time = 0; time < 2; time++) expect((await lock('lock', { reason: 'Heated' })).status).toBe(204);
    expect((await catalog.call(operator, 'GET', `${api()}/comments`)).body).toMatchObject({ locked: true });
    expect((await say(ada, 'After.')).body.code).toBe('thread-locked');
    const reply = await catalog.call(ada, 'POST', `${api()}/comment/${id}/reply`, { comment: 'After.' });
    expect(reply.body.code).toBe('thread-locked');
    const edit = await catalog.call(ada, 'PUT', `${api()}/comment/${id}`, { comment: 'After.' });
    expect(edit.body.code).toBe('thread-locked');
    expect((await say(curator, 'Calm, please.')).status).toBe(201);
    for (let time = 0; time < 2; time++) expect((await lock('unlock')).status).toBe(204);
    expect((await say(ada, 'After.')).status).toBe(201);
    const told = await catalog.mongo
      .collection(AUDIT)
      .find({ paperId, commentId: { $exists: false } })
      .toArray();
    expect(told.map(({ act: name, reason }) => [name, reason])).toEqual([
      ['thread-locked', 'Heated'],
      ['thread-unlocked', undefined],
    ]);
    const unknown = await catalog.call(curator, 'POST', '/api/papers/2611.99999/comments/lock');
    expect(unknown.body.code).toBe('unknown-paper');
  });
});

describe('a catalog whose HOLD_LINKS_HOURS is 0', () => {
  it('holds no comment', async () => {
    const catalog = await startCatalog(uniqueNamespace(), { env: { HOLD_LINKS_HOURS: '0' } });
    try {
      const person = await makePerson(catalog.mongo, { ageHours: 1 });
      const paperId = await newPaper(catalog, 1);
      const posted = await catalog.call(person, 'POST', `/api/papers/${paperId}/comment`, { comment: LINK });
      expect(posted.body.comment).not.toHaveProperty('held');
    } finally {
      await catalog.stop();
    }
  }, 60_000);
});
