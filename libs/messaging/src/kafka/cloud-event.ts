import type { EventContract, TopicContract } from '@paperboy/contracts';
import type { ReceivedEvent } from '../consume/received-event.js';

/** The code of the reason why an event can't be read. It is stable, and shown in the dead letters. */
export type PoisonCode =
  | 'missing-header'
  | 'wrong-header'
  | 'not-json'
  | 'future-schema'
  | 'schema-mismatch'
  | 'wrong-key'
  | 'unreadable';

/** An event that no retry can read. `hopeless`: no version of our services could ever read these bytes. */
export class PoisonEvent extends Error {
  readonly retriable = false;

  constructor(
    readonly code: PoisonCode,
    readonly reason: string,
  ) {
    super(`${code}: ${reason}`);
    this.name = 'PoisonEvent';
  }

  get hopeless(): boolean {
    return this.code === 'missing-header' || this.code === 'wrong-header' || this.code === 'not-json';
  }
}

/** An event of a type that its topic did not have when this version was built. Its envelope is valid. */
export class UnknownType extends Error {
  constructor(
    topic: TopicContract,
    readonly type: string,
  ) {
    const known = topic.events.map((event) => event.type).join(', ');
    super(`${topic.name} has no events of type "${type.slice(0, 100)}" here, only ${known}.`);
    this.name = 'UnknownType';
  }
}

/** What Kafka carries for one event, as kafkajs gives and takes it. */
export interface RawMessage {
  key: Buffer | string | null;
  value: Buffer | string | null;
  headers?: Record<string, Buffer | string | (Buffer | string)[] | null | undefined>;
}

/** The parts of an event to send. `data` null is a tombstone: the aggregate is gone. */
export interface OutgoingEvent {
  type: string;
  id: string;
  source: string;
  key: string;
  at: Date;
  data: unknown;
  traceparent?: string | undefined;
}

/** The version of the payloads that this code writes and reads, at the end of `ce_dataschema`. */
const SCHEMA_MAJOR = 1;

/** An event as a Kafka message: CloudEvents 1.0 in binary mode. Dates within the payload become ISO strings in UTC. */
export function encodeEvent(event: OutgoingEvent): {
  key: string;
  value: string | null;
  headers: Record<string, string>;
} {
  return {
    key: event.key,
    value: event.data === null ? null : JSON.stringify(event.data),
    headers: {
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_type: event.type,
      ce_source: event.source,
      ce_time: event.at.toISOString(),
      ce_subject: event.key,
      ce_dataschema: `urn:paperboy:${event.type}:${SCHEMA_MAJOR}`,
      'content-type': 'application/json',
      ...(event.traceparent ? { traceparent: event.traceparent } : {}),
    },
  };
}

function headerOf(message: RawMessage, name: string): string | undefined {
  const value = message.headers?.[name];
  const first = Array.isArray(value) ? value[0] : value;
  return first?.toString();
}

function required(message: RawMessage, name: string): string {
  const value = headerOf(message, name);
  if (!value) throw new PoisonEvent('missing-header', `The header ${name} is missing.`);
  return value;
}

function checkSchemaVersion(message: RawMessage): void {
  const schema = headerOf(message, 'ce_dataschema');
  if (schema === undefined) return;
  const major = /:(\d+)(\.\d+)*$/.exec(schema)?.[1];
  if (major === undefined)
    throw new PoisonEvent('wrong-header', 'The header ce_dataschema does not end in a version.');
  if (Number(major) > SCHEMA_MAJOR) {
    throw new PoisonEvent(
      'future-schema',
      `The schema has version ${major}; this service reads up to ${SCHEMA_MAJOR}.`,
    );
  }
}

function parse(message: RawMessage): unknown {
  try {
    return JSON.parse(String(message.value));
  } catch (error) {
    throw new PoisonEvent('not-json', `The value is not JSON: ${String(error).slice(0, 200)}`);
  }
}

function validate(contract: EventContract, data: unknown, key: string): unknown {
  const result = contract.schema.safeParse(data);
  if (!result.success) {
    const issues = result.error.issues
      .slice(0, 5)
      .map((issue) => `${issue.path.join('.') || 'the payload'}: ${issue.message}`);
    throw new PoisonEvent('schema-mismatch', issues.join('; ').slice(0, 1_000));
  }
  const expected = contract.keyOf(result.data);
  if (expected !== key)
    throw new PoisonEvent('wrong-key', 'The key is not the one that belongs to the payload.');
  return result.data;
}

/**
 * Reads a Kafka message of a topic as an event. Headers, type, schema and key are checked. Fields that the schema does
 * not know are accepted and left out. Throws only UnknownType, or PoisonEvent with a stable code: any other error would
 * end the consumer, which would read the same bytes again.
 */
export function decodeEvent(
  topic: TopicContract,
  position: { partition: number; offset: bigint },
  message: RawMessage,
): ReceivedEvent<unknown> {
  try {
    return decode(topic, position, message);
  } catch (error) {
    if (error instanceof PoisonEvent || error instanceof UnknownType) throw error;
    throw new PoisonEvent('unreadable', `Reading it failed: ${String(error).slice(0, 200)}`);
  }
}

function decode(
  topic: TopicContract,
  position: { partition: number; offset: bigint },
  message: RawMessage,
): ReceivedEvent<unknown> {
  const specversion = required(message, 'ce_specversion');
  if (!specversion.startsWith('1.')) {
    throw new PoisonEvent(
      'wrong-header',
      `CloudEvents ${specversion.slice(0, 20)} is not read here, only 1.0.`,
    );
  }
  const id = required(message, 'ce_id');
  const type = required(message, 'ce_type');
  required(message, 'ce_source');
  const at = new Date(required(message, 'ce_time'));
  if (Number.isNaN(at.getTime())) throw new PoisonEvent('wrong-header', 'The header ce_time is not a time.');
  if (message.key === null || message.key.length === 0)
    throw new PoisonEvent('missing-header', 'The key is missing.');
  const contract = topic.events.find((event) => event.type === type);
  if (!contract) throw new UnknownType(topic, type);
  checkSchemaVersion(message);
  const key = message.key.toString();
  const data = message.value === null ? null : validate(contract, parse(message), key);
  const traceparent = headerOf(message, 'traceparent');
  return { type, id, key, data, at, topic: topic.name, ...position, ...(traceparent ? { traceparent } : {}) };
}
