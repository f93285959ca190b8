import type { RawMessage } from '../kafka/cloud-event.js';

/** Why and where an event was parked. */
export interface Parked {
  /** The topic's name in the contracts. */
  topic: string;
  partition: number;
  offset: bigint;
  /** The group that could not take it. */
  group: string;
  /** Stable: what kind of fault. */
  code: string;
  reason: string;
  at: Date;
}

/** A message as kafkajs sends it. */
export interface DeadLetterMessage {
  key: string;
  value: Buffer | string;
  headers: Record<string, HeaderValue>;
}

type Headers = NonNullable<RawMessage['headers']>;
type HeaderValue = Buffer | string | (Buffer | string)[];

/** The prefix of our headers. A header of the original with this prefix is kept behind ORIGINAL_HEADER. */
const OURS = 'dl-';
const ORIGINAL_HEADER = 'dl-header-';
const ORIGINAL_KEY = 'dl-key';
/** Present when the original had no value, since a null value here would delete the dead letter. */
const NULL_VALUE = 'dl-null-value';

/** The key of a dead letter: the place of the original. */
export function deadLetterKey({
  topic,
  partition,
  offset,
}: Pick<Parked, 'topic' | 'partition' | 'offset'>): string {
  return `${topic}/${partition}/${offset}`;
}

/**
 * The original bytes and headers, with the reason and the time. A header without a value becomes an empty one, since
 * kafkajs can't write it.
 */
export function deadLetterMessage(original: RawMessage, parked: Parked): DeadLetterMessage {
  const headers = headersOf(original.headers).map(([name, value]): [string, HeaderValue] => [
    name.startsWith(OURS) ? `${ORIGINAL_HEADER}${name}` : name,
    value,
  ]);
  return {
    key: deadLetterKey(parked),
    value: original.value ?? '',
    headers: {
      ...Object.fromEntries(headers),
      'dl-code': parked.code,
      'dl-reason': parked.reason.slice(0, 2_000),
      'dl-at': parked.at.toISOString(),
      'dl-group': parked.group,
      ...(original.key === null ? {} : { [ORIGINAL_KEY]: original.key }),
      ...(original.value === null ? { [NULL_VALUE]: '1' } : {}),
    },
  };
}

/** The message as it was before it was parked. */
export function originalMessage(letter: { value: Buffer | null; headers?: Headers }): {
  key: Buffer | string | null;
  value: Buffer | null;
  headers: DeadLetterMessage['headers'];
} {
  const all = headersOf(letter.headers);
  const ours = new Map(all.filter(([name]) => name.startsWith(OURS)));
  const theirs = all.flatMap(([name, value]): [string, HeaderValue][] => {
    if (name.startsWith(ORIGINAL_HEADER)) return [[name.slice(ORIGINAL_HEADER.length), value]];
    return ours.has(name) ? [] : [[name, value]];
  });
  const key = ours.get(ORIGINAL_KEY);
  return {
    key: (Array.isArray(key) ? key[0] : key) ?? null,
    value: ours.has(NULL_VALUE) ? null : letter.value,
    headers: Object.fromEntries(theirs),
  };
}

/**
 * Headers that kafkajs can write again. It reads a header without a value as null, and a header named like a property
 * of every object (`constructor`) together with that property.
 */
function headersOf(headers: Headers = {}): [string, HeaderValue][] {
  const writable = (value: unknown): (Buffer | string)[] => {
    if (value === null) return [''];
    return typeof value === 'string' || Buffer.isBuffer(value) ? [value] : [];
  };
  return Object.entries(headers).flatMap(([name, value]): [string, HeaderValue][] => {
    const values = Array.isArray(value) ? value.flatMap(writable) : writable(value);
    const [first] = values;
    if (first === undefined) return [];
    return [[name, values.length === 1 ? first : values]];
  });
}
