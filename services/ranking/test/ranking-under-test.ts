import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type CommentState,
  commentPosted,
  consumers,
  type ListItem,
  type PaperState,
  type PersonState,
  paperSubmitted,
  personChanged,
  type TopicContract,
  topics,
  type VoteState,
  voteCast,
} from '@paperboy/contracts';
import { allTopicSettings, createKafka, createTopics, Publisher } from '@paperboy/messaging';
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

/** An answer of ranking. */
export interface Answer<Body = unknown> {
  status: number;
  headers: Headers;
  body: Body;
}

/** The operator, as a caller. */
export const operator: Caller = { kind: 'service', name: 'operator' };

type Kafka = ReturnType<typeof createKafka>;

/** Takes the place of the catalog: publishes events, and answers the positions up to which it has published. */
export class CatalogStandIn {
  /** False: something older is still to be published. */
  settled = true;
  /** True while votes come without a pause: the newest of each partition can't have been read when the answer arrives. */
  underLoad = false;
  private constructor(
    readonly url: string,
    private readonly server: Server,
    private readonly publisher: Publisher,
  ) {}

  static async start(kafka: Kafka, namespace: string): Promise<CatalogStandIn> {
    const nameOf = (name: string) => topicName(namespace, name);
    const admin = kafka.admin();
    await admin.connect();
    const publisher = new Publisher({ kafka, nameOf, source: '/catalog', now: () => new Date() });
    const server = createServer((request, response) => {
      const topic = request.url?.startsWith('/internal/votes/') ? topics.votes : topics.papers;
      const answer = async () => {
        const ends = await admin.fetchTopicOffsets(nameOf(topic.name));
        const written = ends.filter(({ high }) => high !== '0');
        // Under load the position is that of the next record, which does not exist yet: ranking can't have read it.
        const newest = standIn.underLoad && topic === topics.votes ? 0 : 1;
        const positions = written.map(({ partition, high }) => [partition, String(Number(high) - newest)]);
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ settled: standIn.settled, positions: Object.fromEntries(positions) }));
      };
      answer().catch(() => response.writeHead(503).end());
    });
    server.on('close', () => void admin.disconnect());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const standIn = new CatalogStandIn(`http://127.0.0.1:${port}`, server, publisher);
    return standIn;
  }

  papers(...papers: PaperState[]): Promise<void> {
    return this.publisher.publish(
      topics.papers,
      papers.map((data) => ({ contract: paperSubmitted, data })),
    );
  }

  votes(...votes: VoteState[]): Promise<void> {
    return this.publisher.publish(
      topics.votes,
      votes.map((data) => ({ contract: voteCast, data })),
    );
  }

  comments(...comments: CommentState[]): Promise<void> {
    return this.publisher.publish(
      topics.comments,
      comments.map((data) => ({ contract: commentPosted, data })),
    );
  }

  people(...people: PersonState[]): Promise<void> {
    return this.publisher.publish(
      topics.people,
      people.map((data) => ({ contract: personChanged, data })),
    );
  }

  tombstones(topic: TopicContract, ...keys: string[]): Promise<void> {
    const headers = {
      ce_specversion: '1.0',
      ce_type: topic.events[0]?.type ?? '',
      ce_source: '/catalog',
      ce_time: new Date().toISOString(),
    };
    return this.publisher.send(
      topic.name,
      keys.map((key) => ({ key, value: null, headers: { ...headers, ce_id: key } })),
    );
  }

  async stop(): Promise<void> {
    await this.publisher.stop();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

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

/** The list on which `aDay` puts its papers. */
export const DAY = '/api/daily_papers?date=2026-11-22';

/** Four papers of 22 November: two of people, one of them in hep-th alone, one with an old identifier, one of the feed. */
export const FOUR_PAPERS: readonly PaperState[] = [
  paper('2611.00001', { submission: { by: 'arxiv', byKind: 'feed', at: '2026-11-22T01:00:00.000Z' } }),
  paper('2611.00002'),
  paper('2611.00003', {
    submission: { by: 'carol_carol_', byKind: 'person', at: '2026-11-22T07:00:00.000Z' },
    categories: ['hep-th'],
  }),
  paper('hep-th/9901001'),
];

/** Publishes the four papers and three votes for two of them, and waits until the list shows them. */
export async function aDay({ catalog, shows }: RankingUnderTest): Promise<void> {
  await catalog.papers(...FOUR_PAPERS);
  await catalog.votes(
    vote('hep-th/9901001', 'ann'),
    vote('hep-th/9901001', 'bob'),
    vote('2611.00002', 'ann'),
  );
  await shows(DAY, ['hep-th/9901001', '2611.00002', '2611.00003', '2611.00001']);
}

/** A submitted paper. */
export function paper(id: string, changes: Partial<PaperState> = {}): PaperState {
  return {
    id,
    seq: 1,
    version: 1,
    title: `Title of ${id}`,
    summary: `Summary of ${id}.`,
    authors: [{ name: 'Ada Example' }, { name: 'Bo Example' }],
    categories: ['cs.AI', 'cs.LG'],
    publishedAt: '2026-11-20T10:00:00.000Z',
    updatedAt: '2026-11-20T10:00:00.000Z',
    arrivedAt: '2026-11-21T00:00:00.000Z',
    submission: { by: 'carol_carol_', byKind: 'person', at: '2026-11-22T08:00:00.000Z' },
    sample: false,
    ...changes,
  };
}

/** A vote that stands and counts. */
export function vote(paperId: string, personId: string, changes: Partial<VoteState> = {}): VoteState {
  return {
    paperId,
    personId,
    seq: 1,
    standing: true,
    counts: true,
    history: [{ castAt: '2026-11-22T09:00:00.000Z' }],
    sample: false,
    ...changes,
  };
}
