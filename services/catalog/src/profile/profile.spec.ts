import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uniqueNamespace } from '@paperboy/testing';
import { type CatalogUnderTest, operator, startCatalog } from '../../test/catalog-under-test.js';
import { paperRecord } from '../../test/paper-records.js';
import { makePerson } from '../../test/people.js';
import { PaperStore } from '../paper/paper.store.js';

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
