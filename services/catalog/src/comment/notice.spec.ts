import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Caller, PersonCaller } from '@paperboy/platform';
import { uniqueNamespace } from '@paperboy/testing';
import { type CatalogUnderTest, startCatalog } from '../../test/catalog-under-test.js';
import { paperRecord } from '../../test/paper-records.js';
import { makePerson } from '../../test/people.js';
import { PaperStore } from '../paper/paper.store.js';
import type { CommentDocument } from './comment.js';

const PAPER = '2611.00001';
const mailer: Caller = { kind: 'service', name: 'mailer' };

describe('who is told of a comment', () => {
  let catalog: CatalogUnderTest;
  let ada: PersonCaller;
  let bo: PersonCaller;
  let eve: PersonCaller;

  beforeAll(async () => {
    catalog = await startCatalog(uniqueNamespace());
    const record = paperRecord(PAPER, { title: 'On lanterns' });
    await catalog.app.get(PaperStore).take([{ paperId: PAPER, record }], 'live');
    ada = await makePerson(catalog.mongo);
    bo = await makePerson(catalog.mongo);
    eve = await makePerson(catalog.mongo);
  }, 60_000);
  afterAll(() => catalog?.stop());

  const post = async (person: PersonCaller, comment: string, to?: string) => {
    const path = `/api/papers/${PAPER}/comment${to ? `/${to}/reply` : ''}`;
    return ((await catalog.call(person, 'POST', path, { comment })).body.comment as { id: string }).id;
  };
  const stored = (id: string) => catalog.mongo.collection<CommentDocument>('comments').findOne({ _id: id });
  const toldOf = async (id: string) => (await stored(id))?.state.notifies;
  const letter = (person: Pick<PersonCaller, 'id'>, commentIds: string[]) =>
    catalog.call(mailer, 'POST', '/internal/notices/letter', { personId: person.id, commentIds });

  it('is the author of what it answers, and who is mentioned; each once, and not the author of it', async () => {
    const first = await post(ada, 'Is it?');
    expect(await stored(first)).not.toHaveProperty('state.notifies');
    const answer = await post(bo, `@${ada.handle} @${eve.handle} @${bo.handle} @nobody-here: it is.`, first);
    expect((await toldOf(answer))?.toSorted()).toEqual([ada.id, eve.id].toSorted());
    expect(await toldOf(await post(ada, 'To myself.', first))).toBeUndefined();
  });

  it('is named by id in the event, which holds no text', async () => {
    const id = await post(bo, `Secret words for @${eve.handle}`);
    const events = JSON.stringify((await stored(id)) as unknown as { pending: unknown[] });
    expect(events).toContain(eve.id);
    const { pending } = (await stored(id)) as unknown as { pending?: unknown[] };
    expect(JSON.stringify(pending ?? [])).not.toContain('Secret words');
  });

  it('is told what is shown, with the address for the mailer alone', async () => {
    const first = await post(ada, 'Is it?');
    const [reply, mention, gone] = [
      await post(bo, 'It is.', first),
      await post(bo, `See this, @${ada.handle}.`),
      await post(bo, 'Never mind.', first),
    ];
    await catalog.call(bo, 'DELETE', `/api/papers/${PAPER}/comment/${gone}`);
    const { body } = await letter(ada, [mention, gone, reply, first, 'unknown']);
    const common = { paperId: PAPER, title: 'On lanterns', by: bo.name };
    expect(body).toEqual({
      address: `${ada.handle}@example.org`,
      comments: [
        { id: reply, text: 'It is.', kind: 'reply', ...common },
        { id: mention, text: `See this, @${ada.handle}.`, kind: 'mention', ...common },
      ],
    });
    expect((await letter(eve, [reply])).body).toMatchObject({ comments: [] });
    expect((await letter({ id: 'nobody' }, [reply])).body.code).toBe('unknown-person');
    const asPerson = { personId: ada.id, commentIds: [reply] };
    expect((await catalog.call(ada, 'POST', '/internal/notices/letter', asPerson)).status).toBe(403);
  });
});
