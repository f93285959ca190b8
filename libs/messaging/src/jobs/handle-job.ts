import type { QueueContract } from '@paperboy/contracts';
import type { z } from 'zod';

/** A job as its handler gets it. */
export interface ReceivedJob<Data> {
  readonly data: Data;
  readonly id: string;
  /** From 1. */
  readonly attempt: number;
}

const QUEUES = Symbol('queues');

type JobHandler<Data> = <Method extends (job: ReceivedJob<Data>) => Promise<void>>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<Method>,
) => void;

/**
 * Marks a provider's method that handles the jobs of a queue. The method must read the data behind the ids again, since
 * a job may be old or run twice.
 */
export function HandleJob<Schema extends z.ZodType>(
  queue: QueueContract<Schema>,
): JobHandler<z.infer<Schema>> {
  return (_target, _key, descriptor) => {
    const earlier = queuesOf(descriptor.value);
    Reflect.defineMetadata(QUEUES, [...earlier, queue.name], descriptor.value as object);
  };
}

/** The names of the queues whose jobs a method does; empty for every other method. */
export function queuesOf(method: unknown): readonly string[] {
  return typeof method === 'function'
    ? ((Reflect.getMetadata(QUEUES, method) as string[] | undefined) ?? [])
    : [];
}
