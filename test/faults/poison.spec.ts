import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consumers, type ServiceName, topics } from '@paperboy/contracts';
import { redisPrefix } from '@paperboy/platform';
import { waitFor } from '@paperboy/testing';
import type { KafkaMessage } from 'kafkajs';
import { editionOf, goodEvent, paperOf, type Side, type TopicKey } from './attack/good-events.js';
import {
  EVERY_PARTITION,
  FUTURE_EVENTS,
  GROUPS,
  PoisonedServices,
  READ,
  READERS,
  type Written,
} from './attack/poisoned-services.js';
import { readParked } from './oracle/parked.js';

/** What `dead-letters list --json` says of one. */
interface Listed {
  id: string;
  service: string;
  code: string;
  reason: string;
  group: string;
}

const PLACES: Side[] = ['before', 'after'];
const NOW = new Date().toISOString();

describe('Poison on every topic and partition', () => {
  let poisoned: PoisonedServices;
  let written: Written[];
  let replayed = '';

  const operator = (...args: string[]) => poisoned.services.operator(['dead-letters', ...args]);
  const list = async (...filter: string[]): Promise<Listed[]> =>
    JSON.parse(await operator('list', '--json', ...filter));
  const parkedOf = (service: ServiceName) => readParked(poisoned.services.namespace, service);
  const idOf = (name: string, topic: TopicKey, partition: number): string =>
    written.find((one) => one.name === name && one.id.startsWith(`${topics[topic].name}/${partition}/`))
      ?.id ?? '';

  beforeAll(async () => {
    poisoned = await PoisonedServices.start();
    written = [];
    for (const { topic, contracts } of READ) written.push(...(await poisoned.poison(topic, contracts, NOW)));
    await poisoned.untilRead(written);
  }, 180_000);

  afterAll(() => poisoned?.stop(), 60_000);

  it('each is parked once for its group with its reason, its bytes, headers and place', async () => {
    expect(new Set(READ.map(({ topic }) => topic))).toEqual(new Set(Object.keys(topics)));
    const parked = new Map<string, { service: string; message: KafkaMessage }[]>();
    for (const service of READERS) {
      for (const message of await parkedOf(service)) {
        const id = String(message.key);
        parked.set(id, [...(parked.get(id) ?? []), { service, message }]);
      }
    }
    expect([...parked.keys()].sort()).toEqual([...new Set(written.map(({ id }) => id))].sort());
    for (const { id, name, contract, code, key, value, headers } of written) {
      const letters = (parked.get(id) ?? []).filter(({ service }) => service === contract.service);
      expect([id, name, letters.map(({ service }) => service)]).toEqual([id, name, [contract.service]]);
      const { message } = letters[0] as { message: KafkaMessage };
      const texts = Object.fromEntries(
        Object.entries(message.headers ?? {}).map(([header, text]) => [header, String(text)]),
      );
      const theirs = Object.fromEntries(
        Object.entries(headers).map(([header, text]) => [
          header.startsWith('dl-') ? `dl-header-${header}` : header,
          text,
        ]),
      );
      expect({ id, name, ...texts }).toMatchObject({
        id,
        name,
        ...theirs,
        'dl-code': code,
        'dl-group': contract.group,
      });
      expect(texts['dl-reason']?.length).toBeGreaterThan(10);
      const [originalKey] = [message.headers?.['dl-key']].flat();
      expect(originalKey === undefined ? null : Buffer.from(originalKey)).toEqual(
        key === null ? null : Buffer.from(key),
      );
      expect(message.value?.equals(Buffer.from(value ?? ''))).toBe(true);
      expect(texts['dl-null-value'] !== undefined).toBe(value === null);
    }
  }, 180_000);

  it('events of types of the future are passed over and counted by every group, and none is parked', async () => {
    for (const { topic, contracts } of READ)
      for (const contract of contracts)
        expect([contract.group, topic, await poisoned.skipped(contract, topic)]).toEqual([
          contract.group,
          topic,
          FUTURE_EVENTS * EVERY_PARTITION.length,
        ]);
    const codes = await Promise.all(READERS.map(parkedOf));
    expect(codes.flat().filter(({ headers }) => String(headers?.ce_type).startsWith('kettle'))).toEqual([]);
  });

  it('what stands before and behind it on each partition has its effect', async () => {
    const records = EVERY_PARTITION.flatMap((at) =>
      ['2601', '2602'].flatMap((month) => PLACES.map((place) => paperOf(month, at, place))),
    );
    const submitted = EVERY_PARTITION.flatMap((at) =>
      PLACES.map((place) => ({
        id: paperOf('2603', at, place),
        upvotes: place === 'before' ? 2 : 0,
        comments: place === 'before' ? 2 : 0,
        by: `Name ${place} ${at}`,
      })),
    );
    // What the catalog made of the records has come to ranking as well.
    const shown = await waitFor(
      () => poisoned.newest(),
      (items) => items.size === records.length + submitted.length,
    );
    expect([...shown.keys()].filter((id) => !id.startsWith('2603')).sort()).toEqual(records.sort());
    expect(
      submitted.map(({ id }) => {
        const item = shown.get(id);
        return {
          id,
          upvotes: item?.paper.upvotes,
          comments: item?.numComments,
          by: item?.paper.submittedOnDailyBy?.fullname,
        };
      }),
    ).toEqual(submitted);
    const editions = await poisoned.mailer.collection<{ _id: string }>('editions').find().toArray();
    expect(editions.map(({ _id }) => _id).sort()).toEqual(
      EVERY_PARTITION.flatMap((at) => PLACES.map((place) => editionOf(at, place))).sort(),
    );
  }, 30_000);

  it('operators list them, of all services or of one, and see one whole', async () => {
    const all = await list();
    expect(all.map(({ id, service, group, code }) => `${id} ${service} ${group} ${code}`).sort()).toEqual(
      written.map(({ id, contract, code }) => `${id} ${contract.service} ${contract.group} ${code}`).sort(),
    );
    const ofMailer = written.filter(({ contract }) => contract.service === 'mailer');
    const show = (id: string) => operator('show', id, '--service', 'mailer');
    const [text, garbage, big] = await Promise.all([
      operator('list', '--service', 'mailer'),
      show(idOf('garbage bytes', 'editions', 7)),
      show(idOf('a value of 900 KB', 'editions', 3)),
    ]);
    // Not even a type that would clear the screen breaks out of its line.
    expect(text).not.toContain('\u001b');
    const lines = text.trim().split('\n');
    expect(lines).toHaveLength(ofMailer.length);
    for (const { id, code } of ofMailer)
      expect(lines.filter((line) => line.includes(` ${id}  ${code} `))).toHaveLength(1);
    expect(JSON.parse(garbage)).toMatchObject({
      code: 'missing-header',
      key: { base64: Buffer.from([0, 255]).toString('base64') },
      headers: { 'dl-code': 'a header of its own', 'x-odd': 'ü\n' },
      bytes: 5,
      value: { base64: Buffer.from([0, 255, 1, 254, 7]).toString('base64') },
    });
    expect(JSON.parse(big).value).toBe(
      written.find(({ id }) => id === idOf('a value of 900 KB', 'editions', 3))?.value,
    );
  }, 180_000);

  it('what breaks a rule of the store is parked too, and replayed when the rule is gone', async () => {
    const editions = poisoned.mailer.collection<{ _id: string; papers: number }>('editions');
    const different = { id: 'day-2026-03-01', papers: 1_000 };
    const first = await poisoned.write(
      'editions',
      new Map([[5, [goodEvent('editions', 5, 'before', NOW, different)]]]),
    );
    const id = `${topics.editions.name}/5/${first.get(5)}`;
    await waitFor(
      () => poisoned.standing(consumers.mailerEditions),
      (at) => at.get(`${topics.editions.name}/5`) === Number(first.get(5)) + 1,
    );
    const [letter] = (await list('--service', 'mailer')).filter((one) => one.id === id);
    expect(letter).toMatchObject({ code: 'handler-failed', reason: expect.stringContaining('validation') });
    expect(await editions.findOne({ _id: different.id })).toBeNull();
    // The collection without its rule, since the engine of these tests can't take a rule away.
    await editions.rename('editions-with-a-rule');
    await editions.insertMany(
      await poisoned.mailer
        .collection<{ _id: string; papers: number }>('editions-with-a-rule')
        .find()
        .toArray(),
    );
    expect(await operator('replay', id, '--service', 'mailer')).toBe('Replayed 1.\n');
    await waitFor(
      () => editions.findOne({ _id: different.id }),
      (edition) => edition?.papers === 1_000,
    );
    replayed = id;
  }, 180_000);

  it('a replay of what is still poison comes back as one; what is dropped does not; the rest stays', async () => {
    const before = await list('--service', 'mailer');
    expect(before.map(({ id }) => id)).not.toContain(replayed);
    const again = idOf('broken JSON', 'editions', 0);
    const dropped = idOf('another envelope', 'editions', 0);
    const [, answer] = await Promise.all([
      operator('replay', again, '--service', 'mailer'),
      operator('drop', dropped, '--json'),
    ]);
    expect(JSON.parse(answer)).toEqual({ dropped: [dropped] });
    const after = await waitFor(
      () => list('--service', 'mailer'),
      (found) => found.length === before.length - 1,
      { timeoutMs: 60_000 },
    );
    const came = after.filter(({ id }) => !before.some((one) => one.id === id));
    expect(came.map(({ code }) => code)).toEqual(['not-json']);
    const gone = before.filter(({ id }) => !after.some((one) => one.id === id));
    expect(gone.map(({ id }) => id).sort()).toEqual([again, dropped].sort());
    await operator('drop', '--all', '--service', 'mailer');
    expect(await operator('list', '--service', 'mailer')).toBe('No dead letters.\n');
  }, 180_000);

  it('an id that is not there is said and refused, and nothing is done with the others', async () => {
    const there = idOf('broken JSON', 'records', 0);
    const run = (...args: string[]) => operator(...args, '--service', 'catalog');
    const unknown = /ended with code 4:\s+No dead letter has the id no\/such\/letter\./;
    await Promise.all([
      expect(run('show', 'no/such/letter')).rejects.toThrow(unknown),
      expect(run('replay', there, 'no/such/letter')).rejects.toThrow(unknown),
      expect(run('drop', there, 'no/such/letter')).rejects.toThrow(unknown),
      expect(run('drop')).rejects.toThrow(/ended with code 2:\s+Say which/),
    ]);
    const records = await parkedOf('catalog');
    expect(records.filter(({ key }) => String(key) === there)).toHaveLength(1);
    expect(records.filter(({ value }) => value === null)).toEqual([]);
  }, 180_000);

  it('a store that fails in a way nobody foresaw makes its partition wait, and nothing is parked or lost', async () => {
    const { redis, services } = poisoned;
    const root = redisPrefix(services.namespace, 'ranking');
    const comments = `${root}g${await redis.get(`${root}current`)}:comments`;
    const parked = (await parkedOf('ranking')).length;
    await redis.rename(comments, `${comments}-kept`);
    await redis.set(comments, 'not what it should be');
    const [third, paper] = [{ id: 'comment-third' }, paperOf('2603', 4, 'before')];
    await poisoned.write('comments', new Map([[4, [goodEvent('comments', 4, 'before', NOW, third)]]]));
    await waitFor(
      () => poisoned.consumer(consumers.rankingPapers),
      (consumer) => consumer?.state === 'degraded' && consumer.retrying === 1,
    );
    const name = { name: 'Another name', seq: 2 };
    await poisoned.write('people', new Map([[4, [goodEvent('people', 4, 'before', NOW, name)]]]));
    const there = await waitFor(
      async () => (await poisoned.newest()).get(paper),
      (item) => item?.paper.submittedOnDailyBy?.fullname === name.name,
    );
    expect(there?.numComments).toBe(2);
    await redis.rename(`${comments}-kept`, comments);
    await waitFor(
      async () => (await poisoned.newest()).get(paper),
      (item) => item?.numComments === 3,
    );
    expect(await parkedOf('ranking')).toHaveLength(parked);
  }, 180_000);

  it('and all the while every service was ready, none ended, and no group is behind', async () => {
    for (const contract of GROUPS)
      await waitFor(
        () => poisoned.consumer(contract),
        (consumer) => consumer?.state === 'up' && consumer.lag === 0,
      );
    expect(poisoned.deaths).toEqual([]);
    expect(poisoned.refusals).toEqual([]);
  }, 30_000);
});
