import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import type { ConsumerContract, TopicContract } from '@paperboy/contracts';
import { type Health, runInTrace, traceOf } from '@paperboy/platform';
import { isObservable, lastValueFrom } from 'rxjs';
import type { EventConsumer } from './event-consumer.js';
import type { EventConsumers } from './event-consumers.js';
import { batchPattern, eventPattern, KAFKA_TRANSPORT } from './on-event.js';
import type { Handling } from './partition-reader.js';
import type { EventBatch, OwnOffsets, ReceivedEvent } from './received-event.js';

/** The dependencies of the transport. */
export interface KafkaTransportParts {
  consumers: readonly ConsumerContract[];
  factory: EventConsumers;
  ownOffsetsOf: (group: string) => OwnOffsets | undefined;
  health: Health;
  /** Called when Nest closes the transport, after the consumers have stopped. */
  onClose: () => Promise<void>;
}

/** The Nest transport of a service's consumers. Handlers are methods of controllers under @OnEvent and @OnBatch. */
export class KafkaTransport extends Server implements CustomTransportStrategy {
  override transportId = KAFKA_TRANSPORT;
  private running: EventConsumer[] = [];

  constructor(private readonly parts: KafkaTransportParts) {
    super();
  }

  /** Starts the consumers in the background. Calls back at once, since the broker may be away. */
  listen(callback: () => void): void {
    const { consumers, factory, ownOffsetsOf, health } = this.parts;
    // A service starts the consumer of an `every-replica` read model by itself, once the store is open.
    const shared = consumers.filter(({ readers }) => readers !== 'every-replica');
    this.running = shared.map((contract) => {
      const consumer = factory.declared(
        contract,
        (topic) => this.handling(contract, topic),
        ownOffsetsOf(contract.group),
      );
      health.add(`consumer ${contract.group}`, () => consumer.health());
      consumer.start();
      return consumer;
    });
    callback();
  }

  async close(): Promise<void> {
    const { running } = this;
    this.running = [];
    await Promise.all(running.map((consumer) => consumer.stop()));
    await this.parts.onClose();
  }

  override on(): never {
    throw new Error('The transport has no events of its own.');
  }

  override unwrap<T>(): T {
    return this.running as T;
  }

  private handling(contract: ConsumerContract, topic: TopicContract): Handling {
    if (this.messageHandlers.has(batchPattern(contract))) {
      const handle = this.caller<EventBatch>(batchPattern(contract));
      return {
        kind: 'batch',
        handle: (batch) => runInTrace(traceOf(batch.events[0]?.traceparent), () => handle(batch)),
      };
    }
    const byType = new Map(
      topic.events.map(({ type }) => [
        type,
        this.caller<ReceivedEvent<unknown>>(eventPattern(contract, type)),
      ]),
    );
    return {
      kind: 'event',
      handle: async (event) => {
        const handle = byType.get(event.type);
        if (!handle) throw new Error(`Nothing handles ${event.type}.`);
        await runInTrace(traceOf(event.traceparent), () => handle(event));
      },
    };
  }

  private caller<Argument>(pattern: string): (argument: Argument) => Promise<void> {
    const handler = this.getHandlerByPattern(pattern);
    if (!handler) throw new Error(`Nothing handles ${pattern}.`);
    return async (argument) => {
      const result: unknown = await handler(argument);
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
    };
  }
}
