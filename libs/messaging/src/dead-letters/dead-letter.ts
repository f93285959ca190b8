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
  headers: Record<string, Buffer | string | (Buffer | string)[]>;
}

type Headers = NonNullable<RawMessage['headers']>;

/** Present when the original had no value, since a null value here would delete the dead letter. */
const NULL_VALUE = 'dl-null-value';
const ORIGINAL_KEY = 'dl-key';

/** The key of a dead letter: where the original stands. */
export function deadLetterKey({
  topic,
  partition,
  offset,
}: Pick<Parked, 'topic' | 'partition' | 'offset'>): string {
  return `${topic}/${partition}/${offset}`;
}

/** The original bytes and headers, plus why and when. */
export function deadLetterMessage(original: RawMessage, parked: Parked): DeadLetterMessage {
  const headers: DeadLetterMessage['headers'] = {};
  for (const [name, value] of Object.entries(original.headers ?? {}))
    if (value !== undefined) headers[name] = value;
  return {
    key: deadLetterKey(parked),
    value: original.value ?? '',
    headers: {
      ...headers,
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
  const all = letter.headers ?? {};
  const headers: DeadLetterMessage['headers'] = {};
  for (const [name, value] of Object.entries(all)) {
    if (!name.startsWith('dl-') && value !== undefined) headers[name] = value;
  }
  const key = all[ORIGINAL_KEY];
  return {
    key: (Array.isArray(key) ? key[0] : key) ?? null,
    value: all[NULL_VALUE] === undefined ? letter.value : null,
    headers,
  };
}
