import { type DynamicModule, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { ServiceName } from '@paperboy/contracts';
import {
  Clock,
  CONFIG,
  Health,
  Log,
  MONGO,
  REDIS,
  redisPrefix,
  type ServiceConfig,
  TRANSPORTS,
  topicName,
} from '@paperboy/platform';
import type { Redis } from 'ioredis';
import type { Kafka } from 'kafkajs';
import type { Connection } from 'mongoose';
import { EventConsumers } from './consume/event-consumers.js';
import { KafkaTransport } from './consume/kafka-transport.js';
import { ParkingClaims } from './dead-letters/parking-claims.js';
import { Jobs } from './jobs/jobs.js';
import { queuePrefix } from './jobs/queue-prefix.js';
import { createKafka } from './kafka/kafka-client.js';
import { Publisher } from './kafka/publisher.js';
import { KAFKA, type MessagingOptions, OPTIONS, RELAYS, SERVICE } from './messaging-options.js';
import { MessagingRuntime } from './messaging-runtime.js';
import { Outbox } from './outbox/outbox.js';
import type { OutboxRelay } from './outbox/outbox-relay.js';
import { relaysOf } from './outbox/relays.js';

/** A service's part in Kafka and BullMQ. Needs PlatformModule, with mongo when there are relays. */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: the form that Nest's dynamic modules have.
export class MessagingModule {
  static forService(service: ServiceName, options: MessagingOptions): DynamicModule {
    const complete: Required<MessagingOptions> = {
      consumers: [],
      queues: [],
      relays: [],
      schedules: [],
      concurrency: {},
      ...options,
    };
    return {
      module: MessagingModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        { provide: SERVICE, useValue: service },
        { provide: OPTIONS, useValue: complete },
        MessagingRuntime,
        {
          provide: KAFKA,
          inject: [CONFIG, Log],
          useFactory: (config: ServiceConfig, log: Log) =>
            createKafka({
              brokers: config.KAFKA_BROKERS,
              clientId: topicName(config.NAMESPACE, service),
              log,
            }),
        },
        {
          provide: Publisher,
          inject: [KAFKA, CONFIG, Clock],
          useFactory: (kafka: Kafka, config: ServiceConfig, clock: Clock) =>
            new Publisher({
              kafka,
              nameOf: (name) => topicName(config.NAMESPACE, name),
              source: `/${service}`,
              now: () => clock.now(),
            }),
        },
        {
          provide: EventConsumers,
          inject: [KAFKA, CONFIG, Publisher, Clock, Log, { token: MONGO, optional: true }],
          useFactory: (
            kafka: Kafka,
            config: ServiceConfig,
            publisher: Publisher,
            clock: Clock,
            log: Log,
            connection?: Connection,
          ) =>
            new EventConsumers({
              service,
              kafka,
              nameOf: (name) => topicName(config.NAMESPACE, name),
              publisher,
              now: () => clock.now(),
              log,
              claims: connection && new ParkingClaims(connection, () => clock.now()),
            }),
        },
        {
          provide: RELAYS,
          inject: [KAFKA, CONFIG, Log, { token: MONGO, optional: true }],
          useFactory: (kafka: Kafka, config: ServiceConfig, log: Log, connection?: Connection) =>
            relaysOf(service, complete.relays, kafka, config, log, connection),
        },
        {
          provide: Outbox,
          inject: [RELAYS, CONFIG, Log, { token: REDIS, optional: true }],
          useFactory: (
            relays: ReadonlyMap<string, OutboxRelay>,
            config: ServiceConfig,
            log: Log,
            redis?: Redis,
          ) => new Outbox(relays, redis, `${redisPrefix(config.NAMESPACE, service)}outbox`, log),
        },
        {
          provide: Jobs,
          inject: [CONFIG, Log],
          useFactory: (config: ServiceConfig, log: Log) =>
            new Jobs(
              config.REDIS_URL,
              queuePrefix(config, service),
              typeof complete.schedules === 'function'
                ? // The module of a service is written against its own configuration, which this is.
                  complete.schedules(config as never)
                : complete.schedules,
              log,
            ),
        },
        {
          provide: TRANSPORTS,
          inject: [EventConsumers, Health, MessagingRuntime],
          useFactory: (factory: EventConsumers, health: Health, runtime: MessagingRuntime) => [
            new KafkaTransport({
              consumers: complete.consumers,
              factory,
              ownOffsetsOf: (group) => runtime.ownOffsetsOf(group),
              health,
              onClose: () => runtime.stop(),
            }),
          ],
        },
      ],
      exports: [Publisher, EventConsumers, Outbox, Jobs, TRANSPORTS],
    };
  }
}
