import { bootService, Clock, createLogger, Identity, type RunningService } from '@paperboy/platform';
import { type TestClock, testClock, testStack, uniqueNamespace } from '@paperboy/testing';
import { mailerConfigSchema } from '../mailer.config.js';
import { MailerModule } from '../mailer.module.js';
import { FakeRanking } from './fake-ranking.server.js';
import { ScriptedRelay } from './scripted-relay.server.js';

/** A clock of the service that the test moves. */
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
  /** Calls an endpoint as a service does. */
  call(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  /** How the deliveries of an edition stand. */
  counts(editionId: string): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** The variables of a mailer for one test. */
export function mailerEnvironment(
  relay: ScriptedRelay,
  ranking: FakeRanking,
  namespace: string,
): Record<string, string> {
  const stack = testStack();
  return {
    NAMESPACE: namespace,
    KAFKA_BROKERS: stack.kafkaBrokers,
    MONGODB_URL: stack.mongodbUrl,
    REDIS_URL: stack.redisUrl,
    SMTP_URL: relay.url,
    SERVICE_SECRET: 'a secret of this test, 32 characters or more',
    RANKING_URL: ranking.url,
    PUBLIC_URL: 'https://papers.example.org',
    MAIL_FROM: 'digest@papers.example.org',
    LOG_LEVEL: 'silent',
  };
}

/** Boots one; the clock stands at 07:00 UTC of a Sunday. */
export async function startMailer({ smtpUrl }: { smtpUrl?: string } = {}): Promise<RunningMailer> {
  const relay = await new ScriptedRelay().start();
  const ranking = await new FakeRanking().start();
  const clock = testClock('2026-11-22T07:00:00.000Z');
  const environment = mailerEnvironment(relay, ranking, uniqueNamespace());
  const service = await bootService(
    {
      service: 'mailer',
      module: MailerModule,
      config: mailerConfigSchema,
      mongo: true,
      clock: new MovableClock(clock),
      log: createLogger({ service: 'mailer', level: 'silent', format: 'json' }),
    },
    { ...environment, ...(smtpUrl ? { SMTP_URL: smtpUrl } : {}) },
  );
  const identity = service.app.get(Identity, { strict: false });
  const call: RunningMailer['call'] = async (method, path, body) => {
    const token = await identity.sign({ kind: 'service', name: 'web' });
    const answer = await fetch(service.url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : {} };
  };
  return {
    service,
    clock,
    relay,
    ranking,
    call,
    counts: async (editionId) => (await call('GET', `/internal/editions/${editionId}/deliveries`)).body,
    stop: async () => {
      await service.stop();
      await relay.away();
      await ranking.stop();
    },
  };
}
