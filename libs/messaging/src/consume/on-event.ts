import { type ArgumentsHost, Catch, type RpcExceptionFilter, UseFilters } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import type { ConsumerContract, EventContract, EventData } from '@paperboy/contracts';
import { type Observable, throwError } from 'rxjs';
import type { EventBatch, ReceivedEvent } from './received-event.js';

/** The transport that Nest binds these handlers to. */
export const KAFKA_TRANSPORT = Symbol('paperboy-kafka');

/** The pattern under which Nest knows the handler of one event of a consumer. */
export function eventPattern(consumer: ConsumerContract, type: string): string {
  return `${consumer.group}/${type}`;
}

/** The pattern under which Nest knows the handler of a consumer's batches. */
export function batchPattern(consumer: ConsumerContract): string {
  return `${consumer.group}/*`;
}

/**
 * Passes a handler's error on unchanged. Nest's own filter would replace it, and nobody could tell whether to retry.
 */
@Catch()
class KeepError implements RpcExceptionFilter<unknown> {
  catch(error: unknown, _host: ArgumentsHost): Observable<never> {
    return throwError(() => error);
  }
}

const PATTERNS = Symbol('patterns');

function bind(pattern: string, target: object, key: string | symbol, descriptor: PropertyDescriptor): void {
  const earlier = (Reflect.getMetadata(PATTERNS, descriptor.value) as string[] | undefined) ?? [];
  const patterns = [...earlier, pattern];
  Reflect.defineMetadata(PATTERNS, patterns, descriptor.value);
  EventPattern<string[]>(patterns, KAFKA_TRANSPORT)(target, key, descriptor);
  if (earlier.length === 0) UseFilters(new KeepError())(target, key, descriptor);
}

type Handler<Argument> = <Method extends (argument: Argument) => Promise<void>>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<Method>,
) => void;

/**
 * Marks a controller's method that handles one event at a time. The offset moves after the promise resolves. A method
 * may have several of these. A retriable error calls it again, a final error parks the event.
 */
export function OnEvent<Contract extends EventContract>(
  consumer: ConsumerContract,
  event: Contract,
): Handler<ReceivedEvent<EventData<Contract>>> {
  return (target, key, descriptor) => bind(eventPattern(consumer, event.type), target, key, descriptor);
}

/**
 * Marks a controller's method that handles the events of one partition in batches. The promise covers the whole batch.
 */
export function OnBatch(consumer: ConsumerContract): Handler<EventBatch> {
  return (target, key, descriptor) => bind(batchPattern(consumer), target, key, descriptor);
}

/** The patterns that a method handles; empty for every other method. */
export function patternsOf(method: unknown): readonly string[] {
  return typeof method === 'function'
    ? ((Reflect.getMetadata(PATTERNS, method) as string[] | undefined) ?? [])
    : [];
}
