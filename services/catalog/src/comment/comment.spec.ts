import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uniqueNamespace } from '@paperboy/testing';
import { type CatalogUnderTest, operator, startCatalog } from '../../test/catalog-under-test.js';
import { makePerson } from '../../test/people.js';
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
  (await catalog.call(operator, 'GET', `/internal/papers/${encodeURIComponent(id)}/comments`)).body;

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

  it('are found by an index, and no more than a hundred', async () => {
    for (let at = 0; at < 101; at++) {
      await post(`many-${at}`, new Date(Date.UTC(2026, 10, 22, 0, at)).toISOString(), {
        paperId: '2602.00002',
      });
    }
    expect((await ofPaper('2602.00002')).comments).toHaveLength(100);
    const indexes = await catalog.mongo.collection('comments').indexes();
    expect(indexes.map(({ key }) => key)).toContainEqual({ 'state.paperId': 1, 'state.postedAt': 1 });
  });
});
