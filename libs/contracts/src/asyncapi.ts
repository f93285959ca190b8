import { z } from 'zod';
import { consumers } from './consumers.js';
import type { EventContract } from './event.js';
import { PARTITIONS, SERVICES, type ServiceName, type TopicContract, topics } from './topics.js';

/** Any JSON. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
/** A JSON object. */
export type JsonObject = { [name: string]: Json };

const HEADERS: JsonObject = {
  type: 'object',
  required: ['ce_specversion', 'ce_id', 'ce_type', 'ce_source', 'ce_time'],
  properties: {
    ce_specversion: { type: 'string', const: '1.0' },
    ce_id: { type: 'string', description: 'Names the event; the same when it is published again.' },
    ce_type: { type: 'string' },
    ce_source: { type: 'string', description: 'The service that owns the topic.' },
    ce_time: { type: 'string', format: 'date-time' },
    ce_subject: { type: 'string', description: 'The key.' },
    ce_dataschema: { type: 'string', description: 'Ends in the major version of the payload.' },
    traceparent: { type: 'string', description: 'W3C Trace Context.' },
    'content-type': { type: 'string', const: 'application/json' },
  },
};

/**
 * The AsyncAPI 3 document of all topics and events, made from the zod schemas that validate them. Pure: the same
 * contracts always give the same document.
 */
export function asyncApiDocument(): JsonObject {
  const all = Object.values<TopicContract>(topics);
  const channels = Object.fromEntries(all.map((topic) => [channelId(topic), channelOf(topic)]));
  const events = [...new Map(all.flatMap((topic) => topic.events.map((event) => [event.type, event])))];
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Paperboy events',
      version: '1.0.0',
      description:
        'Binary CloudEvents 1.0 over Kafka. Every event carries the whole public state of its aggregate and its seq; the type is a hint of what changed, and a lower seq than what is known changes nothing. A record without a value is a tombstone: the aggregate is gone.',
    },
    defaultContentType: 'application/json',
    channels,
    operations: Object.fromEntries([...all.map(sendOf), ...Object.values(consumers).flatMap(receivesOf)]),
    components: { messages: Object.fromEntries(events.map(([type, event]) => [type, messageOf(event)])) },
  };
}

/** The document as it is committed: JSON with two spaces and a newline at the end. */
export function asyncApiText(): string {
  return `${JSON.stringify(asyncApiDocument(), null, 2)}\n`;
}

function channelId({ name }: TopicContract): string {
  return name.replaceAll('.', '-');
}

function channelOf(topic: TopicContract): JsonObject {
  const { name, summary, key, kept, events, owner } = topic;
  const keeping: JsonObject = kept.compacted
    ? { 'cleanup.policy': ['compact'] }
    : { 'cleanup.policy': ['delete'], 'retention.ms': (kept.days ?? 7) * 86_400_000 };
  return {
    address: name,
    summary,
    description:
      `Written by ${owner} alone. The key is the ${key}. ` +
      'A consumer passes over, and counts, events of types that it does not know.',
    messages: Object.fromEntries(events.map(({ type }) => [type, { $ref: `#/components/messages/${type}` }])),
    bindings: {
      kafka: { topic: name, partitions: PARTITIONS, topicConfiguration: keeping, bindingVersion: '0.5.0' },
    },
  };
}

function messageOf(event: EventContract): JsonObject {
  const schema = z.toJSONSchema(event.schema, { target: 'draft-7', io: 'input' }) as JsonObject;
  const { $schema: _, ...payload } = schema;
  return {
    name: event.type,
    title: event.type,
    summary: event.summary,
    contentType: 'application/json',
    headers: HEADERS,
    payload,
    bindings: { kafka: { key: { type: 'string' }, bindingVersion: '0.5.0' } },
  };
}

function sendOf(topic: TopicContract): [string, JsonObject] {
  return [
    `${topic.owner}-sends-${channelId(topic)}`,
    {
      action: 'send',
      channel: { $ref: `#/channels/${channelId(topic)}` },
      summary: `${topic.owner} publishes here.`,
      tags: tagsOf(topic.owner),
    },
  ];
}

function receivesOf(consumer: {
  group: string;
  service: ServiceName;
  topics: readonly TopicContract[];
}): [string, JsonObject][] {
  return consumer.topics.map((topic) => [
    `${consumer.group.replaceAll('.', '-')}-receives-${channelId(topic)}`,
    {
      action: 'receive',
      channel: { $ref: `#/channels/${channelId(topic)}` },
      summary: `${consumer.service} reads here.`,
      tags: tagsOf(consumer.service),
      bindings: { kafka: { groupId: { type: 'string', const: consumer.group }, bindingVersion: '0.5.0' } },
    },
  ]);
}

function tagsOf(service: ServiceName): Json[] {
  return SERVICES.filter((one) => one === service).map((name) => ({ name }));
}
