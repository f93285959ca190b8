import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { QueueContract, ServiceName } from '@paperboy/contracts';
import { CONFIG, Health, Log, type ServiceConfig } from '@paperboy/platform';
import { BootRefused } from './boot-check.js';
import { EventConsumers } from './consume/event-consumers.js';
import { discover, type Handlers, refuseOrGo } from './discover.js';
import { JobWorker } from './jobs/job-worker.js';
import { Jobs } from './jobs/jobs.js';
import { queuePrefix } from './jobs/queue-prefix.js';
import { Publisher } from './kafka/publisher.js';
import { type MessagingOptions, OPTIONS, RELAYS, SERVICE } from './messaging-options.js';
import { Outbox } from './outbox/outbox.js';
import { OutboxRelay } from './outbox/outbox-relay.js';

/** Checks at boot that every declaration has its handler. Starts relays and workers, and stops all of them in order. */
@Injectable()
export class MessagingRuntime implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private found: Handlers | undefined;
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
  ) {}

  onModuleInit(): void {
    this.found = discover(this.discovery);
    refuseOrGo(this.service, this.options, this.found);
  }

  onApplicationBootstrap(): void {
    this.outbox.start();
    for (const [collection, relay] of this.relays) {
      this.health.add(`relay ${collection}`, () => relay.health());
      relay.start();
    }
    this.jobs.start(this.options.queues);
    this.workers = this.options.queues.map((contract) => this.work(contract));
  }

  ownOffsetsOf(group: string) {
    return this.found?.ownOffsets.get(group);
  }

  /** Stops the workers and relays after the consumers, and then closes the connections. */
  stop(): Promise<void> {
    this.stopped ??= (async () => {
      await Promise.all([...this.workers.map((worker) => worker.stop()), this.consumers.stop()]);
      this.outbox.stop();
      await Promise.all([...this.relays.values()].map((relay) => relay.stop()));
      await Promise.all([this.jobs.stop(), this.publisher.stop()]);
    })();
    return this.stopped;
  }

  /** For applications that never listen; otherwise the transport has stopped everything before the databases close. */
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
