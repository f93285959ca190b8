import { allTopicSettings, createKafka, createTopics } from '@paperboy/messaging';
import {
  bootService,
  type Caller,
  Identity,
  indexesOf,
  MONGO,
  makeIndexes,
  type RunningService,
  topicName,
} from '@paperboy/platform';
import type { Connection } from 'mongoose';
import { catalogConfigSchema } from '../src/catalog.config.js';
import { catalogDocuments } from '../src/catalog.documents.js';
import { CatalogModule } from '../src/catalog.module.js';

/** An answer of the catalog. */
export interface Answer {
  status: number;
  headers: Headers;
  // What a test asserts on; its shape is what the test is about.
  body: Record<string, unknown>;
}

/** A catalog that runs in the test's own process, in a namespace of its own. */
export interface CatalogUnderTest {
  app: RunningService['app'];
  mongo: Connection;
  /** A request over its real port, in the name of a caller. */
  call(
    as: Caller | undefined,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  stop(): Promise<void>;
}

/** The operator, as a caller. */
export const operator: Caller = { kind: 'service', name: 'operator' };

/** Boots a catalog against the servers in the environment; with `topics` it publishes, without it only keeps. */
export async function startCatalog(
  namespace: string,
  { topics = false, env = {} }: { topics?: boolean; env?: Record<string, string> } = {},
): Promise<CatalogUnderTest> {
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    SERVICE_SECRET: 'a secret of the tests of the catalog, long enough',
    CHECK_ANSWERS: 'true',
    NAMESPACE: namespace,
    LOG_LEVEL: 'silent',
    PORT: '0',
    ...env,
  };
  if (topics) {
    const kafka = createKafka({ brokers: [environment.KAFKA_BROKERS ?? ''], clientId: namespace });
    await createTopics(kafka, allTopicSettings(), (name) => topicName(namespace, name));
  }
  const { app, url, stop } = await bootService(
    { service: 'catalog', module: CatalogModule, config: catalogConfigSchema, mongo: true, redis: true },
    environment,
  );
  const mongo = app.get<Connection>(MONGO, { strict: false });
  // On a busy machine the first attempts to connect may fail.
  if (mongo.readyState !== 1) await new Promise((resolve) => mongo.once('connected', resolve));
  // What happens in the background otherwise, so that no test meets a catalog without its unique indexes.
  await makeIndexes(mongo, indexesOf(catalogDocuments));
  const identity = app.get(Identity, { strict: false });
  return {
    app,
    mongo,
    call: async (as, method, path, body, headers = {}) => {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: {
          ...headers,
          ...(as && { authorization: `Bearer ${await identity.sign(as)}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : {} };
    },
    stop: async () => {
      await mongo.dropDatabase();
      await stop();
    },
  };
}
