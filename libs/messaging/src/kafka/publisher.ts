import { randomUUID } from 'node:crypto';
import { EVENT_BYTES, type EventContract, type TopicContract } from '@paperboy/contracts';
import { currentTrace, Problem, unavailable } from '@paperboy/platform';
import type { Kafka, Message, Producer } from 'kafkajs';
import { encodeEvent } from './cloud-event.js';
import { carefulProducer } from './kafka-client.js';
import { bytesOf } from './message-size.js';

/** One event that is to be published. */
export interface Publishable {
  contract: EventContract;
  data: unknown;
}

/** The dependencies of a publisher. */
export interface PublisherParts {
  kafka: Kafka;
  nameOf: (name: string) => string;
  /** The CloudEvents source, which names the publishing service. */
  source: string;
  now: () => Date;
}

/** Publishes to Kafka without an outbox. Resolves when every in-sync replica has the events. */
export class Publisher {
  private producer: Promise<Producer> | undefined;

  constructor(private readonly parts: PublisherParts) {}

  /**
   * Publishes events in order. Checks all of them before it sends one: throws ZodError for a payload that breaks its
   * contract, Problem 413 `event-too-large`. Throws Problem 503 when Kafka can't be reached.
   */
  async publish(topic: TopicContract, events: readonly Publishable[]): Promise<void> {
    const traceparent = currentTrace()?.traceparent;
    const at = this.parts.now();
    const messages = events.map(({ contract, data }) => {
      if (!topic.events.includes(contract))
        throw new Error(`${topic.name} has no events of type "${contract.type}".`);
      const valid = contract.schema.parse(data);
      const key = contract.keyOf(valid);
      const message = encodeEvent({
        type: contract.type,
        id: randomUUID(),
        source: this.parts.source,
        key,
        at,
        data: valid,
        traceparent,
      });
      refuseTooLarge(contract.type, message);
      return message;
    });
    await this.send(topic.name, messages);
  }

  /** Sends messages as they are to a topic, by its name in the contracts. */
  async send(topic: string, messages: Message[]): Promise<void> {
    if (messages.length === 0) return;
    const connecting = this.connected();
    try {
      const producer = await connecting;
      await producer.send({ topic: this.parts.nameOf(topic), messages, acks: -1, timeout: 5_000 });
    } catch (error) {
      // A producer never recovers once the broker refuses its sequence numbers: the next send makes a new one.
      if (this.producer === connecting) this.producer = undefined;
      void connecting.then((producer) => producer.disconnect()).catch(() => undefined);
      if (isTooLarge(error)) throw error;
      throw unavailable('kafka-unavailable', 'Kafka cannot be reached.', 2, error);
    }
  }

  async stop(): Promise<void> {
    const connecting = this.producer;
    this.producer = undefined;
    await connecting?.then((producer) => producer.disconnect()).catch(() => undefined);
  }

  private connected(): Promise<Producer> {
    this.producer ??= (async () => {
      const producer = this.parts.kafka.producer(carefulProducer);
      await producer.connect();
      return producer;
    })();
    return this.producer;
  }
}

function refuseTooLarge(type: string, message: Message): void {
  const bytes = bytesOf(message);
  if (bytes <= EVENT_BYTES) return;
  const detail = `The event ${type} of ${bytes} bytes is larger than ${EVENT_BYTES}, which no topic takes.`;
  throw new Problem({ status: 413, code: 'event-too-large', detail });
}

function isTooLarge(error: unknown): boolean {
  return (error as { type?: unknown }).type === 'MESSAGE_TOO_LARGE';
}
