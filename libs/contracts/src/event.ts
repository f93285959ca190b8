import type { z } from 'zod';

/** The contract of one event: its type, its meaning, its payload and its key on Kafka. */
export interface EventContract<Schema extends z.ZodType = z.ZodType> {
  /** `noun.past-verb`; the CloudEvents type. A hint of what changed: the payload is the whole public state. */
  readonly type: string;
  /** One sentence for the reader of the AsyncAPI document. */
  readonly summary: string;
  readonly schema: Schema;
  /** The Kafka key, derived from the payload alone. */
  readonly keyOf: (data: z.infer<Schema>) => string;
}

/** Declares an event; exists so that the payload's type is inferred from its schema. */
export function defineEvent<Schema extends z.ZodType>(
  contract: EventContract<Schema>,
): EventContract<Schema> {
  return contract;
}

/** The payload of an event. */
export type EventData<Contract> = Contract extends EventContract<infer Schema> ? z.infer<Schema> : never;
