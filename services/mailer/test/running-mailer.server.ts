import {
  bootService,
  type Caller,
  Clock,
  createLogger,
  Identity,
  MONGO,
  type RunningService,
} from '@paperboy/platform';
import type { Connection } from 'mongoose';
import { mailerConfigSchema } from '../src/mailer.config.js';
import { MailerModule } from '../src/mailer.module.js';
import { FakeRanking } from './fake-ranking.server.js';
import { ScriptedRelay } from './scripted-relay.server.js';

/** A clock that the test moves. */
interface TestClock {
  now(): Date;
  advance(ms: number): void;
  set(moment: Date | string): void;
}

/** Where the test's stack is, and what is the test's own. */
export interface Surroundings {
  stack: { kafkaBrokers: string; mongodbUrl: string; redisUrl: string };
  namespace: string;
  clock: TestClock;
  /** A free port for the relay, kept for it alone. */
  relayPort: number;
  /** Where the catalog is; nobody listens there unless stated. */
  catalogUrl?: string;
  /** What else is in its environment. */
  environment?: Record<string, string>;
  /** Gets each line of its log at level debug. Without it nothing is logged. */
  onLine?: (line: string) => void;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** An answer of the service. */
export interface Called {
  status: number;
  body: Record<string, unknown>;
}

/** The service's clock, moved by the test. */
class MovableClock extends Clock {
  constructor(private readonly test: TestClock) {
    super();
  }

  override now(): Date {
    return this.test.now();
  }
}

/** A real mailer on the test stack's MongoDB, Redis and Kafka, with a scripted relay and a ranking of the test's own. */
export interface RunningMailer {
  service: RunningService;
  clock: TestClock;
  relay: ScriptedRelay;
  ranking: FakeRanking;
  /** Calls an endpoint as a service does, web unless named otherwise. */
  call(method: Method, path: string, body?: object, caller?: 'web' | 'operator'): Promise<Called>;
  /** Calls an endpoint as web does for a person who is signed in. */
  callAs(personId: string, method: Method, path: string, body?: object): Promise<Called>;
  /** How the deliveries of an edition stand. */
  counts(editionId: string): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** Boots one. */
export async function startMailer({
  stack,
  namespace,
  clock,
  relayPort,
  catalogUrl = 'http://127.0.0.1:9',
  environment: more = {},
  onLine,
}: Surroundings): Promise<RunningMailer> {
  const relay = await new ScriptedRelay(relayPort).start();
  const ranking = await new FakeRanking().start();
  const environment = {
    NAMESPACE: namespace,
    KAFKA_BROKERS: stack.kafkaBrokers,
    MONGODB_URL: stack.mongodbUrl,
    REDIS_URL: stack.redisUrl,
    SMTP_URL: relay.url,
    SERVICE_SECRET: 'a secret of this test, 32 characters or more',
    CHECK_ANSWERS: 'true',
    CATALOG_URL: catalogUrl,
    RANKING_URL: ranking.url,
    PUBLIC_URL: 'https://papers.example.org',
    MAIL_FROM: 'digest@papers.example.org',
    LOG_LEVEL: 'silent',
    ...more,
  };
  const service = await bootService(
    {
      service: 'mailer',
      module: MailerModule,
      config: mailerConfigSchema,
      mongo: true,
      clock: new MovableClock(clock),
      log: createLogger({
        service: 'mailer',
        level: onLine ? 'debug' : 'silent',
        format: 'json',
        ...(onLine && { destination: { write: onLine } }),
      }),
    },
    environment,
  );
  // The service boots while its database is away, and a test may use a store at once.
  const mongo = service.app.get<Connection>(MONGO, { strict: false });
  if (mongo.readyState !== 1) await new Promise((resolve) => mongo.once('connected', resolve));
  const identity = service.app.get(Identity, { strict: false });
  const ask = async (caller: Caller, method: Method, path: string, body?: object): Promise<Called> => {
    const token = await identity.sign(caller);
    const answer = await fetch(service.url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : {} };
  };
  const call: RunningMailer['call'] = (method, path, body, caller = 'web') =>
    ask({ kind: 'service', name: caller }, method, path, body);
  return {
    service,
    clock,
    relay,
    ranking,
    call,
    callAs: (id, ...asked) =>
      ask({ kind: 'person', id, handle: 'ada', name: 'Ada', role: 'reader' }, ...asked),
    counts: async (editionId) => (await call('GET', `/internal/editions/${editionId}/deliveries`)).body,
    stop: async () => {
      await service.stop();
      await relay.away();
      await ranking.stop();
    },
  };
}
