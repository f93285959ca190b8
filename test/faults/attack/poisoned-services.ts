import { type ConsumerContract, consumers, PARTITIONS, type ServiceName, topics } from '@paperboy/contracts';
import { createKafka } from '@paperboy/messaging';
import { databaseName, redisPrefix, topicName } from '@paperboy/platform';
import { type RunningServices, startServices, testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import { Redis } from 'ioredis';
import type { Admin, Message, Producer } from 'kafkajs';
import mongoose, { type Connection } from 'mongoose';
import { goodEvent, type TopicKey } from './good-events.js';
import { futureFor, type Poison, poisonFor } from './poison.js';

/** Events of the future on each partition. */
export const FUTURE_EVENTS = 3;
/** The services that read topics. */
export const READERS = ['catalog', 'ranking', 'mailer'] as const;
/** Every consumer group. */
export const GROUPS = Object.values<ConsumerContract>(consumers);
export const EVERY_PARTITION = Array.from({ length: PARTITIONS }, (_, partition) => partition);

/** The topics that our groups read, each with all who read it. */
export const READ = (Object.keys(topics) as TopicKey[])
  .map((topic) => ({
    topic,
    contracts: GROUPS.filter((contract) => contract.topics.some(({ name }) => name === topics[topic].name)),
  }))
  .filter(({ contracts }) => contracts.length > 0);

/** Poison that lies on a topic, for one of the groups that read it. */
export interface Written extends Poison {
  /** Where it stands: the id of its dead letter. */
  id: string;
  contract: ConsumerContract;
}

/** An item of a list, as far as it tells of the good events. */
interface Item {
  paper: { id: string; upvotes: number; submittedOnDailyBy?: { fullname: string } };
  numComments: number;
}

/** The services that read topics, and who writes to these topics by hand. */
export class PoisonedServices {
  /** Last words of whoever ended. */
  readonly deaths: string[] = [];
  /** Answers to the question whether one is ready that did not say yes. */
  readonly refusals: string[] = [];
  private over = false;
  private watching = Promise.resolve();

  private constructor(
    readonly services: RunningServices,
    readonly mailer: Connection,
    readonly redis: Redis,
    private readonly producer: Producer,
    private readonly admin: Admin,
  ) {}

  /** The mailer's store has a rule of its own: it takes no edition with a thousand papers. */
  static async start(): Promise<PoisonedServices> {
    const namespace = uniqueNamespace();
    const dbName = databaseName(namespace, 'mailer');
    const mailer = await mongoose
      .createConnection(testStack().mongodbUrl, { dbName, retryWrites: false })
      .asPromise();
    await mailer.createCollection('editions', { validator: { papers: { $lt: 1_000 } } });
    const kafka = createKafka({ brokers: [testStack().kafkaBrokers], clientId: namespace });
    const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
    const admin = kafka.admin();
    await Promise.all([producer.connect(), admin.connect()]);
    let started: PoisonedServices | undefined;
    const services = await startServices({
      namespace,
      services: { catalog: 1, ranking: 1, mailer: 1 },
      onEvent: ({ service }, event) => {
        if (event.type === 'died') started?.deaths.push(`${service}: ${event.lastLines.join('\n')}`);
      },
    });
    started = new PoisonedServices(services, mailer, new Redis(testStack().redisUrl), producer, admin);
    started.watching = started.watch();
    return started;
  }

  async stop(): Promise<void> {
    this.over = true;
    await this.watching;
    this.redis.disconnect();
    await Promise.all([this.producer.disconnect(), this.admin.disconnect(), this.mailer.close()]);
    await this.services.stop();
  }

  /** Writes messages to partitions as they are, and gives the offset of the first of each. */
  async write(
    topic: TopicKey,
    byPartition: ReadonlyMap<number, readonly Message[]>,
  ): Promise<Map<number, number>> {
    const answers = await this.producer.send({
      topic: topicName(this.services.namespace, topics[topic].name),
      messages: [...byPartition].flatMap(([partition, messages]) =>
        messages.map((message) => ({ ...message, partition })),
      ),
    });
    return new Map(answers.map(({ partition, baseOffset }) => [partition, Number(baseOffset)]));
  }

  /**
   * Writes every kind of poison and events of the future to every partition of a topic, a good event before and one
   * after them.
   */
  async poison(topic: TopicKey, contracts: readonly ConsumerContract[], now: string): Promise<Written[]> {
    const poison = new Map(EVERY_PARTITION.map((at) => [at, poisonFor(topic, at, now)]));
    const messages = [...poison].map(([at, some]): [number, Message[]] => {
      const raw = some.map(({ key, value, headers }) => ({ key, value, headers }));
      const future = futureFor(topic, at, now);
      return [
        at,
        [goodEvent(topic, at, 'before', now), ...raw, ...future, goodEvent(topic, at, 'after', now)],
      ];
    });
    const first = await this.write(topic, new Map(messages));
    return [...poison].flatMap(([at, some]) =>
      some.flatMap((one, n) => {
        const offset = (first.get(at) ?? 0) + 1 + n;
        const id = `${topics[topic].name}/${at}/${offset}`;
        return contracts.map((contract) => ({ ...one, contract, id }));
      }),
    );
  }

  /** Waits until the groups stand behind all of these and the good events that follow. */
  async untilRead(written: readonly Written[]): Promise<void> {
    for (const contract of GROUPS) {
      // Its position lies in a file of the replica; what it tells of itself has to do.
      if (contract.readers === 'every-replica') continue;
      const last = new Map<string, number>();
      for (const { id } of written.filter((one) => one.contract === contract)) {
        const [topic, partition, offset] = id.split('/');
        last.set(`${topic}/${partition}`, Number(offset));
      }
      await waitFor(
        () => this.standing(contract),
        (at) => [...last].every(([place, offset]) => (at.get(place) ?? 0) >= offset + 2 + FUTURE_EVENTS),
        { timeoutMs: 60_000, everyMs: 100 },
      );
    }
    for (const contract of GROUPS)
      await waitFor(
        () => this.consumer(contract),
        (consumer) => consumer?.lag === 0,
        { timeoutMs: 60_000 },
      );
  }

  /** The next offset that a group will read, by topic and partition. */
  async standing({ group, offsets, topics: some }: ConsumerContract): Promise<Map<string, number>> {
    const { namespace } = this.services;
    if (offsets === 'own') {
      const root = redisPrefix(namespace, 'ranking');
      const kept = await this.redis.hgetall(`${root}g${await this.redis.get(`${root}current`)}:positions`);
      return new Map(Object.entries(kept).map(([place, offset]) => [place, Number(offset)]));
    }
    const committed = await this.admin.fetchOffsets({
      groupId: topicName(namespace, group),
      topics: some.map(({ name }) => topicName(namespace, name)),
    });
    return new Map(
      committed.flatMap(({ topic, partitions }) => {
        const name = some.find((one) => topicName(namespace, one.name) === topic)?.name;
        return partitions.map(({ partition, offset }): [string, number] => [
          `${name}/${partition}`,
          Number(offset),
        ]);
      }),
    );
  }

  /** What a service tells of one of its groups. */
  async consumer({ service, group }: ConsumerContract) {
    const answer = await fetch(`${this.services.operations(service)[0]}/health`);
    const { components } = (await answer.json()) as {
      components: Record<string, { state: string; lag: number; retrying: number }>;
    };
    return components[`consumer ${group}`];
  }

  /** How many events of unknown types a group has passed over on a topic. */
  async skipped({ service, group }: ConsumerContract, topic: TopicKey): Promise<number> {
    const answer = await fetch(`${this.services.operations(service)[0]}/metrics`);
    const line = (await answer.text())
      .split('\n')
      .find((one) =>
        one.startsWith(`paperboy_consumer_skipped_total{group="${group}",topic="${topics[topic].name}"`),
      );
    return Number(line?.split(' ').at(-1) ?? 0);
  }

  /** The list of new papers, by their ids. */
  async newest(): Promise<Map<string, Item>> {
    const [address] = this.services.addresses('ranking');
    const answer = await fetch(`${address}/internal/lists/new?limit=100`);
    const { items } = (await answer.json()) as { items: Item[] };
    return new Map(items.map((item) => [item.paper.id, item]));
  }

  private async watch(): Promise<void> {
    const ask = async (service: ServiceName): Promise<void> => {
      const answer = await fetch(`${this.services.operations(service)[0]}/health/ready`).catch(String);
      if (typeof answer === 'string' || answer.status !== 200)
        this.refusals.push(`${service}: ${typeof answer === 'string' ? answer : answer.status}`);
    };
    while (!this.over) {
      await Promise.all(READERS.map(ask));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
