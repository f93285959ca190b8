import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OutboxDocument } from '@paperboy/messaging';
import type { PersonCaller } from '@paperboy/platform';
import { uniqueNamespace } from '@paperboy/testing';
import { type CatalogUnderTest, operator, startCatalog } from '../../test/catalog-under-test.js';
import { paperRecord } from '../../test/paper-records.js';
import { makePerson } from '../../test/people.js';
import { PaperStore } from '../paper/paper.store.js';
import type { PersonDocument } from '../person/person.js';

let catalog: CatalogUnderTest;
beforeAll(async () => {
  catalog = await startCatalog(uniqueNamespace());
}, 60_000);
afterAll(() => catalog?.stop());

const profileOf = (handle: string) =>
  catalog.call(operator, 'GET', `/api/people/${encodeURIComponent(handle)}`);

describe('the profile of a person', () => {
  it('has the name, the day of joining, and what is shown of the comments, the newest first; no address', async () => {
    const person = await makePerson(catalog.mongo);
    const paperId = '2611.00001';
    await catalog.app
      .get(PaperStore)
      .take([{ paperId, record: paperRecord(paperId, { title: 'Lanterns' }) }], 'live');
    const say = async (comment: string) =>
      (
        (await catalog.call(person, 'POST', `/api/papers/${paperId}/comment`, { comment })).body.comment as {
          id: string;
        }
      ).id;
    const [first, second, gone] = [await say('One.'), await say('Two.'), await say('Three.')];
    await catalog.call(person, 'DELETE', `/api/papers/${paperId}/comment/${gone}`);
    const { status, body } = await profileOf(person.handle);
    expect(status).toBe(200);
    expect(body).toEqual({
      handle: person.handle,
      name: person.name,
      since: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      comments: [
        { id: second, text: 'Two.', postedAt: expect.any(String), paper: { id: paperId, title: 'Lanterns' } },
        { id: first, text: 'One.', postedAt: expect.any(String), paper: { id: paperId, title: 'Lanterns' } },
      ],
    });
    expect(JSON.stringify(body)).not.toContain('@');
  });

  it('is there for a person who did nothing yet, and for nobody else', async () => {
    const person = await makePerson(catalog.mongo);
    expect((await profileOf(person.handle)).body).toMatchObject({ comments: [] });
    for (const handle of ['nobody', '$ne', '__proto__'])
      expect(await profileOf(handle)).toMatchObject({ status: 404, body: { code: 'unknown-person' } });
  });
});

describe('what a person chooses for the public page', () => {
  const chosen = { name: 'Ada', handle: 'ada-chosen', about: 'Reads.\n\nVotes.', showVotes: false };
  const change = (person: PersonCaller, more: object = {}) =>
    catalog.call(person, 'PUT', '/api/settings/profile', { ...chosen, ...more });

  it('is shown there, and on Kafka only name and handle', async () => {
    const person = await makePerson(catalog.mongo);
    expect((await catalog.call(person, 'GET', '/api/settings/profile')).body).toEqual({
      name: person.name,
      handle: person.handle,
      about: '',
      showVotes: false,
    });
    const changed = await change(person, {
      handle: ' Ada-Chosen ',
      about: 'Reads.\r\n\r\n\r\nVotes.\u202e ',
    });
    expect([changed.status, changed.body]).toEqual([200, chosen]);
    expect((await profileOf('ada-chosen')).body).toMatchObject({ name: 'Ada', about: chosen.about });
    expect((await profileOf(person.handle)).status).toBe(404);
    const kept = await catalog.mongo
      .collection<PersonDocument & OutboxDocument>('people')
      .findOne({ _id: person.id });
    expect(kept?.seq).toBe(2);
    expect(JSON.stringify(kept?.pending)).not.toContain('Reads.');
    expect((await change(person, { about: '' })).body).toMatchObject({ about: '' });
    expect((await profileOf('ada-chosen')).body).not.toHaveProperty('about');
    const again = await catalog.mongo.collection<PersonDocument>('people').findOne({ _id: person.id });
    expect(again?.seq).toBe(2);
  });

  it('is refused field by field with the rule that it breaks, and a handle of somebody else', async () => {
    const [ada, bo] = [await makePerson(catalog.mongo), await makePerson(catalog.mongo)];
    const refused = await change(ada, { name: 'a@b.example', handle: 'a_b', about: 'x'.repeat(501) });
    expect(refused.status).toBe(400);
    expect((refused.body.fields as { field: string }[]).map(({ field }) => field)).toEqual([
      'name',
      'handle',
      'about',
    ]);
    expect(await change(ada, { handle: bo.handle })).toMatchObject({
      status: 409,
      body: { code: 'handle-taken' },
    });
    expect((await profileOf(ada.handle)).status).toBe(200);
    const gone = { ...ada, id: 'nobody' };
    expect(await change(gone, { handle: 'nobodys' })).toMatchObject({
      status: 404,
      body: { code: 'unknown-person' },
    });
  });

  it('decides whether everyone sees the papers that the person upvotes, the newest first', async () => {
    const person = await makePerson(catalog.mongo);
    const papers = ['2611.00071', '2611.00072', '2611.00073'];
    await catalog.app.get(PaperStore).take(
      papers.map((paperId) => ({ paperId, record: paperRecord(paperId, { title: `On ${paperId}` }) })),
      'live',
    );
    const vote = (method: string, paperId: string | undefined) =>
      catalog.call(person, method, `/api/papers/${paperId}/upvote`);
    for (const paperId of papers) await vote('POST', paperId);
    await vote('DELETE', papers[1]);
    expect((await profileOf(person.handle)).body).not.toHaveProperty('votes');
    const same = { name: person.name, handle: person.handle, showVotes: true };
    expect((await change(person, same)).status).toBe(200);
    expect((await profileOf(person.handle)).body.votes).toEqual([
      { id: '2611.00073', title: 'On 2611.00073' },
      { id: '2611.00071', title: 'On 2611.00071' },
    ]);
    await change(person, { ...same, showVotes: false });
    expect((await profileOf(person.handle)).body).not.toHaveProperty('votes');
  });
});
