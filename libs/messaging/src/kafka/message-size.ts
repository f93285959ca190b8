import type { Message } from 'kafkajs';

/** The bytes of a message's key, value and headers; Kafka adds a few dozen for its own fields. */
export function bytesOf({ key, value, headers = {} }: Message): number {
  return (
    bytes(key) +
    bytes(value) +
    Object.entries(headers).reduce(
      (sum, [name, one]) =>
        sum + [one].flat().reduce((inner, value) => inner + bytes(name) + bytes(value), 0),
      0,
    )
  );
}

function bytes(part: Buffer | string | null | undefined): number {
  return part === null || part === undefined ? 0 : Buffer.byteLength(part);
}
