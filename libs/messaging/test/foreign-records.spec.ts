import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { topics } from '@paperboy/contracts';
import { createLogger } from '@paperboy/platform';
import { testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import kafkajs, { CompressionTypes, type Message } from 'kafkajs';
import { readDeadLetters, replay } from '../src/dead-letters/dead-letter-box.js';
import { foreignCodecs } from './foreign-codecs.js';
import { VotesUnderTest, voteMessage } from './votes-under-test.js';

const log = createLogger({ service: 'test', level: 'silent', format: 'json' });

/** Encoders for producers alone: reading them is left as unknown to kafkajs as it is in a service. */
for (const [type, encode] of [
  [CompressionTypes.Snappy, foreignCodecs.snappy],
  [CompressionTypes.LZ4, foreignCodecs.lz4],
  [CompressionTypes.ZSTD, foreignCodecs.zstd],
] as const) {
  kafkajs.CompressionCodecs[type] = () => ({
    compress: async ({ buffer }: { buffer: Buffer }) => encode(buffer),
    decompress: async () => {
      throw new Error('kafkajs has no codec for it.');
    },
  });
}

/** kafkajs asks for the size of a header before it looks whether there is a value: this one is empty first, then null. */
function headerWithoutValue(): string[] {
  const values: string[] = [];
  values.map = ((_: unknown) => {
    let asked = 0;
    const header = {
      key: 'ce_id',
      get value() {
        asked += 1;
        return asked === 1 ? '' : null;
      },
    };
    return [header];
  }) as typeof values.map;
  return values;
}

describe('Records that only others could have written', () => {
  let votes: VotesUnderTest;
  let seen: string[];

  beforeEach(async () => {
    votes = new VotesUnderTest(testStack().kafkaBrokers, uniqueNamespace(), log);
    seen = [];
    await votes.prepare();
  });
  afterEach(() => votes.stop());

  const startReading = () => votes.start({ kind: 'event', handle: async ({ id }) => void seen.push(id) });
  const seenAll = (ids: string[]) =>
    waitFor(
      () => seen,
      (some) => ids.every((id) => some.includes(id)),
    );

  it.each([
    ['gzip', CompressionTypes.GZIP],
    ['Snappy', CompressionTypes.Snappy],
    ['LZ4', CompressionTypes.LZ4],
    ['Zstandard', CompressionTypes.ZSTD],
  ])('are read when they were compressed with %s', async (_, codec) => {
    startReading();
    await votes.write([voteMessage(1)]);
    await votes.write([voteMessage(2), { key: 'k', value: 'x'.repeat(200_000) }, voteMessage(3)], codec);
    await votes.write([voteMessage(4)]);
    await seenAll(['v1', 'v2', 'v3', 'v4']);
    expect(seen).toEqual(['v1', 'v2', 'v3', 'v4']);
  });

  it('are read also on a topic that was made without our settings, once those are set right', async () => {
    const admin = votes.kafka.admin();
    await admin.connect();
    try {
      await admin.alterConfigs({
        validateOnly: false,
        resources: [
          {
            type: kafkajs.ConfigResourceTypes.TOPIC,
            name: votes.nameOf(topics.votes.name),
            configEntries: [{ name: 'cleanup.policy', value: 'compact' }],
          },
        ],
      });
    } finally {
      await admin.disconnect();
    }
    // The broker takes over what its controller has noted a moment later.
    await waitFor(
      () => votes.settings(),
      (settings) => settings.includes('compression.type'),
    );
    await votes.prepare();
    await waitFor(
      () => votes.settings(),
      (settings) => settings === 'as they should be',
    );
    startReading();
    await votes.write([voteMessage(1)]);
    await seenAll(['v1']);
    await votes.write([voteMessage(2)], CompressionTypes.Snappy);
    await seenAll(['v2']);
  });

  it('are parked and replayed whatever their headers are', async () => {
    startReading();
    const { headers, ...vote } = voteMessage(1);
    const odd: Message[] = [
      { ...vote, headers: { ...headers, ce_id: headerWithoutValue() } },
      { ...vote, headers: { constructor: 'a', toString: 'b', ['__proto__']: 'c' } },
      {
        key: Buffer.from([0, 255]),
        value: Buffer.from([254]),
        headers: { 'dl-null-value': '1', 'dl-code': 'x' },
      },
    ];
    await votes.write([...odd, voteMessage(2)]);
    await seenAll(['v2']);
    const letters = await readDeadLetters(votes, 'ranking');
    expect(letters.map(({ id, code }) => [id, code]).sort()).toEqual(
      [0, 1, 2].map((offset) => [`catalog.votes.v1/0/${offset}`, 'missing-header']),
    );
    await replay(votes, letters);
    const again = await waitFor(
      () => readDeadLetters(votes, 'ranking'),
      (found) => found.length === 3 && found.every(({ id }) => !letters.some((old) => old.id === id)),
    );
    const garbage = again.find(({ message }) => message.value?.equals(Buffer.from([254])));
    expect(garbage?.message.headers).toMatchObject({
      'dl-header-dl-null-value': Buffer.from('1'),
      'dl-header-dl-code': Buffer.from('x'),
      'dl-key': Buffer.from([0, 255]),
    });
  });
});
