import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PersonCaller } from '@paperboy/platform';
import { uniqueNamespace } from '@paperboy/testing';
import { type CatalogUnderTest, operator, startCatalog } from '../../test/catalog-under-test.js';
import { paperRecord } from '../../test/paper-records.js';
import { makePerson } from '../../test/people.js';
import { PaperStore } from '../paper/paper.store.js';

let made = 0;

describe('authors of papers', () => {
  let catalog: CatalogUnderTest;
  let ada: PersonCaller;
  let eve: PersonCaller;
  let carol: PersonCaller;

  beforeAll(async () => {
    catalog = await startCatalog(uniqueNamespace());
    ada = await makePerson(catalog.mongo);
    eve = await makePerson(catalog.mongo);
    carol = await makePerson(catalog.mongo, { role: 'curator' });
    await catalog.mongo
      .collection<{ _id: string }>('people')
      .updateOne({ _id: ada.id }, { $set: { 'state.name': 'Ida Nørgaard' } });
  }, 60_000);
  afterAll(() => catalog?.stop());

  const newPaper = async () => {
    made += 1;
    const paperId = `2613.${String(made).padStart(5, '0')}`;
    await catalog.app.get(PaperStore).take([{ paperId, record: paperRecord(paperId) }], 'live');
    return paperId;
  };
  const claim = async (person: PersonCaller, paperId: string, author = 1) =>
    catalog.call(person, 'POST', '/api/settings/papers/claim', {
      paperId,
      claimAuthorId: `${paperId}.${author}`,
    });
  const idOf = ({ body }: { body: Record<string, unknown> }) => (body.claim as { id: string }).id;
  const decide = (person: PersonCaller, id: string, verb: 'confirm' | 'refuse') =>
    catalog.call(person, 'POST', `/api/claims/${id}/${verb}`);
  const paperOf = async (paperId: string) =>
    (await catalog.call(operator, 'GET', `/internal/papers/${paperId}`)).body;
  const links = (person: PersonCaller, paperId: string, body: object) =>
    catalog.call(person, 'POST', `/api/papers/${paperId}/links`, body);

  it('are marked once a curator confirmed their claim, on the paper and at their comments', async () => {
    const paperId = await newPaper();
    const claimed = await claim(ada, paperId);
    expect(claimed).toMatchObject({
      status: 201,
      body: { claim: { paperId, author: 'Ida Nørgaard', state: 'waiting', namesMatch: true } },
    });
    expect(await paperOf(paperId)).not.toHaveProperty('claimed');
    const listed = (await catalog.call(carol, 'GET', '/api/claims')).body.claims as { id: string }[];
    expect(listed.map(({ id }) => id)).toContain(idOf(claimed));
    const comment = async (person: PersonCaller) =>
      (await catalog.call(person, 'POST', `/api/papers/${paperId}/comment`, { comment: 'Hm.' })).body.comment;
    expect(await comment(ada)).not.toHaveProperty('byAuthor');
    expect((await decide(carol, idOf(claimed), 'confirm')).body).toMatchObject({
      claim: { state: 'confirmed', decidedAt: expect.any(String) },
    });
    expect((await paperOf(paperId)).claimed).toEqual([
      { author: 0, id: ada.id, handle: ada.handle, name: 'Ida Nørgaard' },
    ]);
    expect(await comment(ada)).toMatchObject({ byAuthor: true });
    expect(await comment(eve)).not.toHaveProperty('byAuthor');
    expect((await decide(carol, idOf(claimed), 'refuse')).status).toBe(200);
    expect(await paperOf(paperId)).not.toHaveProperty('claimed');
  });

  it('take part while a confirmed one has a comment that is shown, and each decision is in the audit log', async () => {
    const paperId = await newPaper();
    const admin = await makePerson(catalog.mongo, { role: 'admin' });
    const takesPart = async () => (await paperOf(paperId)).authorCommented ?? false;
    const post = async () => {
      const path = `/api/papers/${paperId}/comment`;
      const { comment } = (await catalog.call(ada, 'POST', path, { comment: 'I wrote it.' })).body;
      return `${path}/${(comment as { id: string }).id}`;
    };
    const path = await post();
    expect(await takesPart()).toBe(false);
    const id = idOf(await claim(ada, paperId));
    await decide(carol, id, 'confirm');
    expect(await takesPart()).toBe(true);
    await catalog.app
      .get(PaperStore)
      .take(
        [{ paperId, record: paperRecord(paperId, { version: 2, updatedAt: '2026-11-25T00:00:00.000Z' }) }],
        'live',
      );
    expect(await takesPart()).toBe(true);
    await catalog.call(carol, 'POST', `${path}/hide`);
    expect(await takesPart()).toBe(false);
    await catalog.call(carol, 'POST', `${path}/restore`);
    expect(await takesPart()).toBe(true);
    await catalog.call(ada, 'DELETE', path);
    expect(await takesPart()).toBe(false);
    await post();
    expect(await takesPart()).toBe(true);
    for (let time = 0; time < 2; time++) await decide(carol, id, 'refuse');
    expect(await takesPart()).toBe(false);
    await decide(carol, id, 'confirm');
    await catalog.call(ada, 'DELETE', `/api/settings/papers/claims/${id}`);
    expect(await takesPart()).toBe(false);
    const { entries } = (await catalog.call(admin, 'GET', '/api/audit?limit=100')).body;
    const told = (entries as Record<string, unknown>[]).filter((entry) => entry.paperId === paperId);
    const decisions = told.filter(({ act }) => String(act).startsWith('claim-'));
    expect(decisions.map(({ act }) => act)).toEqual(['claim-confirmed', 'claim-refused', 'claim-confirmed']);
    expect(decisions[0]).toMatchObject({
      by: { handle: carol.handle },
      to: { handle: ada.handle },
      done: true,
    });
  });

  it('are named by a person for each paper once; while the claim waits, another may be named', async () => {
    const paperId = await newPaper();
    const [first, second] = [await claim(eve, paperId, 1), await claim(eve, paperId, 2)];
    expect(idOf(second)).toBe(idOf(first));
    expect(second.body.claim).toMatchObject({ author: '$ Pound', namesMatch: false });
    await decide(carol, idOf(second), 'refuse');
    expect((await claim(eve, paperId, 1)).body.code).toBe('claim-decided');
    const mine = (await catalog.call(eve, 'GET', '/api/settings/papers/claims')).body.claims as object[];
    expect(mine).toContainEqual(expect.objectContaining({ paperId, state: 'refused' }));
    const gone = await catalog.call(eve, 'DELETE', `/api/settings/papers/claims/${idOf(first)}`);
    expect(gone.body.code).toBe('claim-decided');
  });

  it('are one person each, whatever curators press at the same moment', async () => {
    const paperId = await newPaper();
    const ids = [idOf(await claim(ada, paperId)), idOf(await claim(eve, paperId))];
    const answers = await Promise.all(ids.map((id) => decide(carol, id, 'confirm')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('author-claimed');
    const late = await makePerson(catalog.mongo);
    expect((await claim(late, paperId)).body.code).toBe('author-claimed');
    expect((await claim(late, paperId, 2)).status).toBe(201);
  });

  it('stay the same people when a revision changes their order', async () => {
    const paperId = await newPaper();
    await decide(carol, idOf(await claim(ada, paperId, 1)), 'confirm');
    const waiting = idOf(await claim(eve, paperId, 2));
    const { authors } = paperRecord(paperId);
    const record = paperRecord(paperId, {
      version: 2,
      updatedAt: '2026-11-25T00:00:00.000Z',
      authors: [...authors].reverse(),
    });
    await catalog.app.get(PaperStore).take([{ paperId, record }], 'live');
    const late = await makePerson(catalog.mongo);
    expect((await claim(late, paperId, 2)).body.code).toBe('author-claimed');
    expect((await claim(late, paperId, 1)).status).toBe(201);
    expect((await claim(ada, paperId, 2)).body.claim).toMatchObject({ state: 'confirmed' });
    expect((await decide(carol, waiting, 'confirm')).status).toBe(200);
    expect((await paperOf(paperId)).claimed).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ author: 1, id: ada.id }),
        expect.objectContaining({ author: 0, id: eve.id }),
      ]),
    );
    expect((await claim(late, paperId, 1)).body.code).toBe('author-claimed');
  });

  it('are confirmed by nobody who is no curator, by no curator for the own claim, and taken back by themselves alone', async () => {
    const paperId = await newPaper();
    const own = idOf(await claim(carol, paperId));
    expect((await decide(eve, own, 'confirm')).status).toBe(403);
    expect((await decide(carol, own, 'confirm')).body.code).toBe('own-claim');
    const admin = await makePerson(catalog.mongo, { role: 'admin' });
    expect((await decide(admin, own, 'confirm')).status).toBe(200);
    const path = `/api/settings/papers/claims/${own}`;
    expect((await catalog.call(eve, 'DELETE', path)).body.code).toBe('unknown-claim');
    expect((await catalog.call(carol, 'DELETE', path)).status).toBe(204);
    expect(await paperOf(paperId)).not.toHaveProperty('claimed');
    expect((await decide(carol, own, 'refuse')).body.code).toBe('unknown-claim');
    expect((await catalog.call(eve, 'GET', '/api/claims')).status).toBe(403);
  });

  it('are authors of this paper', async () => {
    const [one, other] = [await newPaper(), await newPaper()];
    const wrong = { paperId: one, claimAuthorId: `${other}.1` };
    expect((await catalog.call(ada, 'POST', '/api/settings/papers/claim', wrong)).body.code).toBe(
      'unknown-author',
    );
    expect((await claim(ada, one, 3)).body.code).toBe('unknown-author');
    expect((await claim(ada, '2613.99999')).body.code).toBe('unknown-paper');
  });

  it('give links, as do who submitted the paper and curators, and nobody else', async () => {
    const paperId = await newPaper();
    const wish = { projectPage: 'https://votes.example.org', githubRepo: 'https://github.com/ida/votes' };
    expect((await links(ada, paperId, wish)).body.code).toBe('not-your-paper');
    expect((await links(ada, '2613.99999', wish)).body.code).toBe('unknown-paper');
    await decide(carol, idOf(await claim(ada, paperId)), 'confirm');
    expect((await links(ada, paperId, wish)).body).toEqual({
      projectPage: 'https://votes.example.org/',
      githubRepo: 'https://github.com/ida/votes',
    });
    const { seq, links: kept } = await paperOf(paperId);
    expect(kept).toEqual({ ...wish, projectPage: 'https://votes.example.org/' });
    await links(ada, paperId, wish);
    expect((await paperOf(paperId)).seq).toBe(seq);
    const record = paperRecord(paperId, { version: 2, updatedAt: '2026-11-25T00:00:00.000Z' });
    await catalog.app.get(PaperStore).take([{ paperId, record }], 'live');
    expect((await paperOf(paperId)).links).toEqual(kept);
    expect((await links(carol, paperId, { githubRepo: null })).body).toEqual({
      projectPage: 'https://votes.example.org/',
    });
    const bo = await makePerson(catalog.mongo);
    const submitted = await newPaper();
    const { body } = await catalog.call(carol, 'POST', '/api/papers/submit', { paperId: submitted });
    expect(body).toHaveProperty('paper');
    await catalog.mongo
      .collection<{ _id: string }>('papers')
      .updateOne({ _id: submitted }, { $set: { 'state.submission.by': bo.id } });
    expect((await links(bo, submitted, wish)).status).toBe(200);
    for (const projectPage of ['http://a.org', 'https://10.0.0.1/', 'javascript:alert(1)', 7])
      expect((await links(bo, submitted, { projectPage })).body.code).toBe('invalid-request');
  });
});
