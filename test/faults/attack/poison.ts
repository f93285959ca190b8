import { type TopicContract, topics } from '@paperboy/contracts';
import type { Message } from 'kafkajs';
import { brokenPayload, goodEvent, type TopicKey } from './good-events.js';

/** A message that nobody can take, and under which code it is to be parked. */
export interface Poison {
  name: string;
  code: string;
  key: string | Buffer | null;
  value: string | Buffer | null;
  headers: Record<string, string>;
}

/** Events of types that a newer version may publish on any topic: no poison, and nothing of ours knows them. */
export function futureFor(name: TopicKey, partition: number, now: string): Message[] {
  const good = goodEvent(name, partition, 'before', now);
  const future = { ...good, headers: { ...good.headers, ce_type: 'kettle.boiled\n\u001b[2J' } };
  return [future, { ...future, value: null }, { ...future, value: '{"of another shape"' }];
}

/** Every kind of poison for one partition of a topic. */
export function poisonFor(name: TopicKey, partition: number, now: string): Poison[] {
  const good = goodEvent(name, partition, 'before', now);
  const { ce_type: _, ...untyped } = good.headers;
  const headers = (more: Record<string, string>): Pick<Poison, 'headers'> => ({
    headers: { ...good.headers, ...more },
  });
  const topic: TopicContract = topics[name];
  const poison: Poison[] = [
    {
      ...good,
      name: 'garbage bytes',
      code: 'missing-header',
      key: Buffer.from([0, 255]),
      value: Buffer.from([0, 255, 1, 254, partition]),
      headers: { 'dl-code': 'a header of its own', 'x-odd': 'ü\n' },
    },
    { ...good, name: 'a missing header', code: 'missing-header', headers: untyped },
    { ...good, name: 'broken JSON', code: 'not-json', value: '{"broken' },
    {
      ...good,
      name: 'a schema of the future',
      code: 'future-schema',
      ...headers({ ce_dataschema: `urn:paperboy:${good.headers.ce_type}:2` }),
    },
    {
      ...good,
      name: 'another envelope',
      code: 'wrong-header',
      ...headers({ ce_specversion: '2.0' }),
    },
    {
      ...good,
      name: 'what breaks a rule',
      code: 'schema-mismatch',
      value: brokenPayload(name, partition, now),
    },
    { ...good, name: 'a key of another', code: 'wrong-key', key: 'of-another' },
    {
      ...good,
      name: 'a value of 900 KB',
      code: 'schema-mismatch',
      value: JSON.stringify({ filler: 'x'.repeat(900 * 1_024) }),
    },
  ];
  // Kafka itself refuses a compacted topic's record without a key.
  if (!topic.kept.compacted) poison.push({ ...good, name: 'no key', code: 'missing-header', key: null });
  return poison;
}
