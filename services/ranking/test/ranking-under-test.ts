import { consumers, type ListItem, topics } from '@paperboy/contracts';
import { allTopicSettings, createKafka, createTopics } from '@paperboy/messaging';
import {
  bootService,
  type Caller,
  Clock,
  Identity,
  MONGO,
  REDIS,
  type RunningService,
  redisPrefix,
  topicName,
} from '@paperboy/platform';
import { testStack, waitFor } from '@paperboy/testing';
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import { rankingConfigSchema } from '../src/ranking.config.js';
import { RankingModule } from '../src/ranking.module.js';
import { CatalogStandIn } from './catalog-stand-in.js';

/** An answer of ranking. */
export interface Answer<Body = unknown> {
  status: number;
  headers: Headers;
  body: Body;
}

/** The operator, as a caller. */
export const operator: Caller = { kind: 'service', name: 'operator' };

/** A ranking that runs in the test's own process, in a namespace of its own. */
export interface RankingUnderTest {
  namespace: string;
  url: string;
  catalog: CatalogStandIn;
  redis: Redis;
  mongo: Connection;
  /** The prefix of ranking's keys in Redis. */
  root: string;
  call<Body>(
    method: string,
    path: string,
    as?: Caller,
    headers?: Record<string, string>,
  ): Promise<Answer<Body>>;
  /** Ids of a page of papers, in their order. */
  ids(path: string): Promise<string[]>;
  /** Waits until a page shows these papers in this order. */
  shows(path: string, ids: string[]): Promise<unknown>;
  /** Boots another replica, or the same again. */
  boot(): Promise<RunningService>;
  stop(): Promise<void>;
}

/** Starts ranking with its topics against the servers of this test run, at a moment of the test's choice. */
export async function startRanking(
  namespace: string,
  clock: { now(): Date },
  env: Record<string, string> = {},
): Promise<RankingUnderTest> {
  const stack = testStack();
  const kafka = createKafka({ brokers: [stack.kafkaBrokers], clientId: namespace });
  const wanted = new Set<string>([
    ...consumers.rankingVotes.topics.map(({ name }) => name),
    ...consumers.rankingPapers.topics.map(({ name }) => name),
    topics.editions.name,
    'ranking.dead-letters.v1',
  ]);
  const settings = allTopicSettings().filter(({ name }) => wanted.has(name));
  await createTopics(kafka, settings, (name) => topicName(namespace, name));
  const catalog = await CatalogStandIn.start(kafka, namespace);
  const services: RunningService[] = [];
  const boot = async () => {
    const service = await bootService(
      {
        service: 'ranking',
        module: RankingModule,
        config: rankingConfigSchema,
        mongo: true,
        redis: true,
        clock: Object.assign(Object.create(Clock.prototype) as Clock, { now: () => clock.now() }),
      },
      {
        ...process.env,
        SERVICE_SECRET: 'a secret of the tests of ranking, long enough',
        CHECK_ANSWERS: 'true',
        NAMESPACE: namespace,
        LOG_LEVEL: 'silent',
        PORT: '0',
        CATALOG_URL: catalog.url,
        CLOSE_EVERY_SECONDS: '1',
        PUBLIC_URL: 'http://papers.example.org',
        ...env,
      },
    );
    services.push(service);
    return service;
  };
  const first = await boot();
  const redis = first.app.get<Redis>(REDIS, { strict: false });
  const mongo = first.app.get<Connection>(MONGO, { strict: false });
  await mongo.asPromise();
  // Until the existing events have been read, lists are marked as being rebuilt, and no client gets a 304.
  const root = redisPrefix(namespace, 'ranking');
  await waitFor(
    () => redis.mget(`${root}current`, `${root}rebuilding`),
    ([current, rebuilding]) => current !== null && rebuilding === null,
  );
  const identity = first.app.get(Identity, { strict: false });
  const call = async <Body>(
    method: string,
    path: string,
    as?: Caller,
    headers: Record<string, string> = {},
  ) => {
    const answer = await fetch(`${first.url}${path}`, {
      method,
      headers: { ...headers, ...(as && { authorization: `Bearer ${await identity.sign(as)}` }) },
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: (text ? JSON.parse(text) : {}) as Body };
  };
  const ids = async (path: string) => {
    const { body } = await call<ListItem[] | { items: ListItem[] }>('GET', path);
    return (Array.isArray(body) ? body : (body.items ?? [])).map(({ paper }) => paper.id);
  };
  return {
    namespace,
    url: first.url,
    catalog,
    redis,
    mongo,
    root,
    call,
    ids,
    shows: (path, wanted) =>
      waitFor(
        () => ids(path),
        (now) => now.join() === wanted.join(),
      ),
    boot,
    stop: async () => {
      await mongo.dropDatabase();
      for (const service of services) await service.stop();
      await catalog.stop();
    },
  };
}
