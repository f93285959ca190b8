import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { topics } from '@paperboy/contracts';
import { connectServers, PackingUnderTest, type Servers, SHOWN } from '../../test/packing-under-test.js';
import { paper, vote } from '../../test/paper-and-vote.js';
import type { ChangeEvent } from '../intake/changes.js';
import { PACKED, type PackedPaper } from './packed-paper.schema.js';
import { RESTORE_FIELDS_SCRIPT } from './packing.script.js';

const OLD = 'hep-th/9901001';
const PERSON = 'ann';

let servers: Servers;
let lists: PackingUnderTest;

beforeAll(async () => {
  servers = await connectServers();
});

afterAll(async () => {
  await servers?.stop();
});

const paperEvent = (id: string, minute: number): ChangeEvent => {
  const time = `2026-11-20T10:${String(minute).padStart(2, '0')}:00.000Z`;
  const submission = { by: 'carol_carol_', byKind: 'person' as const, at: time };
  return { topic: topics.papers.name, key: id, data: paper(id, { arrivedAt: time, submission }) };
};

const voteEvent = (
  paperId: string,
  personId: string,
  changes: Parameters<typeof vote>[2] = {},
): ChangeEvent => ({
  topic: topics.votes.name,
  key: `${paperId}:${personId}`,
  data: vote(paperId, personId, changes),
});

const takenBack = [{ castAt: '2026-11-20T11:00:00.000Z', withdrawnAt: '2026-11-22T11:30:00.000Z' }];
const withdrawal = voteEvent(OLD, PERSON, { seq: 2, standing: false, history: takenBack });

const standingOf = async (person?: string) => (await lists.reader.standing([OLD], person))[0];
const keys = async (id: string) => {
  const prefix = await lists.state.prefix();
  const found = ['v', 'p'].map((kind) => `${kind}:${id}`);
  const there = await Promise.all(found.map((key) => servers.redis.exists(`${prefix}${key}`)));
  return found.filter((_, at) => there[at] === 1);
};
const documents = () => servers.mongo.collection<PackedPaper & { _id: string }>(PACKED);
const packAll = async () => lists.packer.pack(lists.generation, await lists.ids());

// Three newer papers fill the lists. The old one has two votes. The periods of all papers are settled.
beforeEach(async () => {
  lists = new PackingUnderTest(servers);
  await lists.begin();
  const newer = ['2611.00001', '2611.00002', '2611.00003'];
  await lists.take([paperEvent(OLD, 0), ...newer.map((id, at) => paperEvent(id, at + 1))]);
  await lists.take([
    voteEvent(OLD, PERSON, { history: [{ castAt: '2026-11-20T11:00:00.000Z' }] }),
    voteEvent(OLD, 'bob', { history: [{ castAt: '2026-11-20T11:05:00.000Z' }] }),
    ...newer.flatMap((id) => ['ann', 'bob', 'cy'].map((person) => voteEvent(id, person))),
  ]);
  await lists.settle();
});

afterEach(async () => {
  await documents().deleteMany({});
  await lists.clear();
});

describe('a paper whose weight is spent', () => {
  it('leaves Redis but for its numbers, which answer as before', async () => {
    expect(await packAll()).toContain(OLD);
    expect(await keys(OLD)).toEqual([]);
    const prefix = await lists.state.prefix();
    const left = Object.keys(await servers.redis.hgetall(`${prefix}x:${OLD}`)).sort();
    expect(left).toEqual(['a', 'd', 'g', 's', 't', 'u', 'z']);
    expect(await lists.state.ids('trending')).not.toContain(OLD);
    expect(await standingOf(PERSON)).toEqual({ paperId: OLD, upvotes: 2, comments: 0, included: true });
    expect(await standingOf('nobody')).toMatchObject({ upvotes: 2, included: false });
  });

  it('stays while one of its periods is open, while it is shown on trending, and while it is new', async () => {
    const packed = await packAll();
    // 2611.00003 is on the list of new papers, and 2611.00001 is shown on trending.
    expect(packed).not.toContain('2611.00003');
    expect(packed).not.toContain('2611.00001');
    await lists.restorer.restore(lists.generation, await lists.away());
    const prefix = await lists.state.prefix();
    await servers.redis.srem(`${prefix}settled`, 'month:2026-11');
    expect(await packAll()).toEqual([]);
  });

  it('counts a late withdrawal exactly once, however often it comes', async () => {
    await packAll();
    await lists.take([withdrawal, withdrawal]);
    await lists.take([withdrawal]);
    expect(await standingOf(PERSON)).toEqual({ paperId: OLD, upvotes: 1, comments: 0, included: false });
    await packAll();
    await lists.take([withdrawal]);
    expect(await standingOf(PERSON)).toMatchObject({ upvotes: 1, included: false });
  });
});

describe('a comment on a packed paper', () => {
  it('counts, and is forgotten by a tombstone that names only the comment', async () => {
    const comment = {
      ...{ id: 'k1', paperId: OLD, personId: 'cy', seq: 1, state: 'shown', sample: false },
      postedAt: '2026-11-20T12:00:00.000Z',
    };
    await packAll();
    await lists.take([{ topic: topics.comments.name, key: 'k1', data: comment }]);
    expect(await standingOf()).toMatchObject({ upvotes: 2, comments: 1 });
    await packAll();
    expect(await keys(OLD)).toEqual([]);
    await lists.take([{ topic: topics.comments.name, key: 'k1', data: null }]);
    expect(await standingOf()).toMatchObject({ upvotes: 2, comments: 0 });
    expect((await lists.reader.votes([OLD]))[0]).toHaveLength(2);
    expect(await keys(OLD)).toHaveLength(2);
  });
});

describe('a list of trending from which papers were withdrawn', () => {
  it('ends where a packed paper would stand, and the next turn brings that one back', async () => {
    const trending = async () => (await lists.state.page('trending', '', 0, 10, SHOWN.all)).papers;
    await packAll();
    // It is on the list of new papers, so it stays. Once it has lost a vote it stands behind a packed paper.
    const latest = '2611.00003';
    expect((await trending()).map(({ id }) => id)).toEqual(['2611.00001']);
    const first = paper('2611.00001', { seq: 2, withdrawnAt: '2026-11-22T11:00:00.000Z' });
    await lists.take([{ topic: topics.papers.name, key: first.id, data: first }]);
    const gone = voteEvent(latest, 'ann', { seq: 2, standing: false, history: takenBack });
    await lists.take([gone]);
    expect((await trending()).map(({ id }) => id)).toEqual([]);
    await lists.refiller.refill(lists.generation);
    expect((await trending()).map(({ id }) => id)).toEqual(['2611.00002']);
  });
});

describe('packing that dies or is overtaken', () => {
  it('after the mark has changed nothing, and a later turn packs', async () => {
    await lists.packer.mark(lists.generation, [OLD]);
    expect(await keys(OLD)).toHaveLength(2);
    await lists.take([withdrawal]);
    expect(await standingOf()).toMatchObject({ upvotes: 1 });
    expect(await packAll()).toContain(OLD);
    expect(await standingOf()).toMatchObject({ upvotes: 1 });
  });

  it('after the documents has changed nothing, and they are never taken for what came later', async () => {
    const { token } = await lists.packer.mark(lists.generation, [OLD]);
    await lists.packer.write(lists.generation, token, [OLD]);
    expect(await keys(OLD)).toHaveLength(2);
    await lists.take([withdrawal]);
    // A slow process reaches the last step only now.
    expect(await lists.packer.commit(lists.generation, token, [OLD])).toEqual([]);
    expect(await packAll()).toContain(OLD);
    expect(await documents().countDocuments({ paper: OLD })).toBe(2);
    await lists.take([voteEvent(OLD, 'bob', { seq: 1 })]);
    expect(await standingOf(PERSON)).toMatchObject({ upvotes: 1, included: false });
  });

  it('writes a document late, and the one that Redis counts on stays', async () => {
    const slow = await lists.packer.mark(lists.generation, [OLD]);
    await packAll();
    await lists.packer.write(lists.generation, slow.token, [OLD]);
    expect(await lists.packer.commit(lists.generation, slow.token, [OLD])).toEqual([]);
    await lists.take([withdrawal]);
    expect(await standingOf(PERSON)).toMatchObject({ upvotes: 1, included: false });
  });

  it('leaves alone what has been restored, changed, or taken by a rebuild meanwhile', async () => {
    const { token } = await lists.packer.mark(lists.generation, [OLD]);
    await lists.packer.write(lists.generation, token, [OLD]);
    await servers.redis.set(`${lists.state.root}current`, '2');
    expect(await lists.packer.commit(lists.generation, token, [OLD])).toEqual([]);
    await servers.redis.set(`${lists.state.root}current`, lists.generation);
    expect(await keys(OLD)).toHaveLength(2);
  });
});

describe('restoring that dies or is overtaken', () => {
  it('half way is not seen, and the next try ends it', async () => {
    await packAll();
    const [key] = (await lists.away()).filter((away) => away.paper === OLD);
    const { redis } = servers;
    const half = [lists.state.root, lists.generation, OLD, key?.token ?? '', 'v', 'bob', '1|1|a'];
    expect(await redis.eval(RESTORE_FIELDS_SCRIPT, 0, ...half)).toBe(1);
    expect((await lists.reader.votes([OLD]))[0]).toHaveLength(2);
    expect(await standingOf(PERSON)).toMatchObject({ upvotes: 2, included: true });
    await lists.take([withdrawal]);
    expect(await standingOf('bob')).toMatchObject({ upvotes: 1, included: true });
  });

  it('changes nothing when another replica restored and went on', async () => {
    await packAll();
    const away = await lists.away();
    await lists.take([withdrawal]);
    await lists.restorer.restore(lists.generation, away);
    expect(await standingOf(PERSON)).toMatchObject({ upvotes: 1, included: false });
  });
});

describe('documents and Redis that do not fit', () => {
  it('ask for a rebuild, and change and answer nothing until it has swapped', async () => {
    await packAll();
    await documents().deleteMany({});
    const lost = { code: 'packed-paper-lost', retriable: true };
    await expect(lists.take([withdrawal])).rejects.toMatchObject(lost);
    await expect(lists.reader.votes([OLD])).rejects.toMatchObject(lost);
    const filling = await lists.generations.filling();
    expect(filling).not.toBeNull();
    expect(await standingOf()).toMatchObject({ upvotes: 2 });
  });

  it('do so too when the document is another one', async () => {
    await packAll();
    const prefix = await lists.state.prefix();
    await servers.redis.hset(`${prefix}x:${OLD}`, 'z', 'of another time');
    await expect(lists.take([withdrawal])).rejects.toMatchObject({ code: 'packed-paper-lost' });
    expect(await lists.generations.filling()).not.toBeNull();
  });

  it('do not come from a Redis that goes back some hours, whose document is still there', async () => {
    await packAll();
    const prefix = await lists.state.prefix();
    const copy = await servers.redis.dumpBuffer(`${prefix}x:${OLD}`);
    await lists.take([withdrawal]);
    await packAll();
    await servers.redis.del(`${prefix}v:${OLD}`, `${prefix}p:${OLD}`);
    await servers.redis.restore(`${prefix}x:${OLD}`, 0, copy, 'REPLACE');
    expect(await standingOf(PERSON)).toMatchObject({ upvotes: 2, included: true });
    await lists.take([withdrawal]);
    expect(await standingOf(PERSON)).toMatchObject({ upvotes: 1, included: false });
  });
});

describe('the documents of a generation', () => {
  it('go when it goes, and those of the present one stay', async () => {
    await packAll();
    const there = await documents().countDocuments();
    expect(there).toBeGreaterThan(0);
    await lists.packed.dropBefore(lists.generation);
    expect(await documents().countDocuments()).toBe(there);
    await lists.packed.dropBefore('2');
    expect(await documents().countDocuments()).toBe(0);
  });

  it('that a paper left a week ago go when it is packed again', async () => {
    await packAll();
    await documents().updateMany({ paper: OLD }, { $set: { at: new Date('2026-11-15T11:59:00Z') } });
    await lists.take([withdrawal]);
    await packAll();
    expect(await documents().countDocuments({ paper: OLD })).toBe(1);
  });
});
