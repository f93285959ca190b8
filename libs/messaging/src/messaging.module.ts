import {
  type DynamicModule,
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
  Optional,
} from '@nestjs/common';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import type { ConsumerContract, QueueContract, ServiceName } from '@paperboy/contracts';
import {
  Clock,
  CONFIG,
  Health,
  Log,
  MONGO,
  MongoLink,
  REDIS,
  redisPrefix,
  type ServiceConfig,
  TRANSPORTS,
  topicName,
} from '@paperboy/platform';
import type { Redis } from 'ioredis';
import type { Kafka } from 'kafkajs';
import type { Connection } from 'mongoose';
import { BootRefused } from './boot-check.js';
import { EventConsumers } from './consume/event-consumers.js';
import { KafkaTransport } from './consume/kafka-transport.js';
import { discover, type Found, refuseOrGo } from './discover.js';
import { JobWorker } from './jobs/job-worker.js';
import { Jobs, type Schedule } from './jobs/jobs.js';
import { createKafka } from './kafka/kafka-client.js';
import { Publisher } from './kafka/publisher.js';
import { Outbox } from './outbox/outbox.js';
import { outboxIndexes } from './outbox/outbox-indexes.js';
import { OutboxRelay, type RelayContract } from './outbox/outbox-relay.js';

/** What a service takes part in. */
export interface MessagingOptions {
  consumers?: readonly ConsumerContract[];
  queues?: readonly QueueContract[];
  /** Collections whose documents carry events, and the topics these go to. */
  relays?: readonly RelayContract[];
  /** The service's schedules, from its one file of them, as the configuration has them. */
  schedules?: readonly Schedule[] | ((config: never) => readonly Schedule[]);
  /** Jobs of one queue that a replica does at a time; 1 unless given here by the queue's name. */
  concurrency?: Readonly<Record<string, number>>;
}

const SERVICE = Symbol('MESSAGING_SERVICE');
const OPTIONS = Symbol('MESSAGING_OPTIONS');
const KAFKA = Symbol('KAFKA');
const RELAYS = Symbol('RELAYS');

/** Checks at boot that everything has its handler, then starts relays and workers, and stops all in order. */
@Injectable()
class MessagingRuntime implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private found: Found | undefined;
  private workers: JobWorker[] = [];
  private stopped: Promise<void> | undefined;

  constructor(
    @Inject(SERVICE) private readonly service: ServiceName,
    @Inject(OPTIONS) private readonly options: Required<MessagingOptions>,
    @Inject(CONFIG) private readonly config: ServiceConfig,
    @Inject(RELAYS) private readonly relays: ReadonlyMap<string, OutboxRelay>,
    private readonly discovery: DiscoveryService,
    private readonly outbox: Outbox,
    private readonly jobs: Jobs,
    private readonly publisher: Publisher,
    private readonly consumers: EventConsumers,
    private readonly health: Health,
    private readonly log: Log,
    @Optional() @Inject(MongoLink) private readonly mongo?: MongoLink,
  ) {}

  onModuleInit(): void {
    this.found = discover(this.discovery);
    refuseOrGo(this.service, this.options, this.found);
  }

  onApplicationBootstrap(): void {
    this.outbox.start();
    for (const [collection, relay] of this.relays) {
      this.health.add(`relay ${collection}`, () => relay.health());
      this.mongo?.ensureIndexes(outboxIndexes(collection));
      relay.start();
    }
    this.jobs.start(this.options.queues);
    this.workers = this.options.queues.map((contract) => this.work(contract));
  }

  ownOffsetsOf(group: string) {
    return this.found?.ownOffsets.get(group);
  }

  /** After the consumers: workers and relays finish what they have, then the connections go. */
  stop(): Promise<void> {
    this.stopped ??= (async () => {
      await Promise.all([...this.workers.map((worker) => worker.stop()), this.consumers.stop()]);
      this.outbox.stop();
      await Promise.all([...this.relays.values()].map((relay) => relay.stop()));
      await Promise.all([this.jobs.stop(), this.publisher.stop()]);
    })();
    return this.stopped;
  }

  /** For applications that never listened; otherwise the transport has stopped all before the databases close. */
  onApplicationShutdown(): Promise<void> {
    return this.stop();
  }

  private work(contract: QueueContract): JobWorker {
    const worker = new JobWorker({
      contract,
      redisUrl: this.config.REDIS_URL,
      prefix: queuePrefix(this.config, this.service),
      concurrency: this.options.concurrency[contract.name] ?? 1,
      handle: async (job) => {
        const handler = this.found?.jobs.get(contract.name)?.[0];
        if (!handler) throw new BootRefused([`The jobs of the queue ${contract.name} have no handler.`]);
        await handler(job);
      },
      log: this.log,
    });
    this.health.add(`queue ${contract.name}`, () => ({
      ...worker.health(),
      jobs: this.jobs.figures()[contract.name],
    }));
    worker.start();
    return worker;
  }
}

function queuePrefix(config: ServiceConfig, service: ServiceName): string {
  return `${redisPrefix(config.NAMESPACE, service)}queues`;
}

/** All that a service does over Kafka and BullMQ. Needs PlatformModule, with mongo when there are relays. */
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
          inject: [KAFKA, CONFIG, Publisher, Clock, Log],
          useFactory: (kafka: Kafka, config: ServiceConfig, publisher: Publisher, clock: Clock, log: Log) =>
            new EventConsumers(
              service,
              kafka,
              (name) => topicName(config.NAMESPACE, name),
              publisher,
              () => clock.now(),
              log,
            ),
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

function relaysOf(
  service: ServiceName,
  contracts: readonly RelayContract[],
  kafka: Kafka,
  config: ServiceConfig,
  log: Log,
  connection: Connection | undefined,
): ReadonlyMap<string, OutboxRelay> {
  if (contracts.length === 0) return new Map();
  if (!connection)
    throw new BootRefused([
      `${service} relays ${contracts[0]?.collection} and so needs MongoDB: start it with mongo: true.`,
    ]);
  return new Map(
    contracts.map((contract) => [
      contract.collection,
      new OutboxRelay({
        ...contract,
        connection,
        kafka,
        topicName: topicName(config.NAMESPACE, contract.topic.name),
        transactionalId: `${config.NAMESPACE}.${service}.${contract.collection}`,
        source: `/${service}`,
        log,
        leaseMs: config.RELAY_LEASE_MS,
      }),
    ]),
  );
}
