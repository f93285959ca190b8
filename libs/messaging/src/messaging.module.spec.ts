import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Injectable, Module } from '@nestjs/common';
import {
  consumers,
  deadLetterTopic,
  type EditionState,
  editionClosed,
  queues,
  topics,
} from '@paperboy/contracts';
import {
  bootService,
  createLogger,
  type RunningService,
  serviceConfigSchema,
  topicName,
  unavailable,
} from '@paperboy/platform';
import { testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import { Queue } from 'bullmq';
import { EventConsumers } from './consume/event-consumers.js';
import { OnBatch, OnEvent } from './consume/on-event.js';
import type { ReceivedEvent } from './consume/received-event.js';
import { HandleJob, type ReceivedJob } from './jobs/handle-job.js';
import { Jobs } from './jobs/jobs.js';
import { redisConnection } from './jobs/redis-connection.js';
import { createKafka } from './kafka/kafka-client.js';
import { Publisher } from './kafka/publisher.js';
import { MessagingModule } from './messaging.module.js';
import { allTopicSettings } from './topics/topic-settings.js';
import { createTopics } from './topics/topics.js';

const log = createLogger({ service: 'test', level: 'silent', format: 'json' });
const seen = {
  editions: [] as string[],
  plans: [] as ReceivedJob<{ editionId?: string | undefined }>[],
  sends: [] as number[],
  trace: '',
};
let failures = 0;
/** What the planning of digests waits for. */
let planning: Promise<void>;

@Controller()
class EditionConsumer {
  @OnEvent(consumers.mailerEditions, editionClosed)
  async onEditionClosed(event: ReceivedEvent<EditionState>): Promise<void> {
    if (failures > 0) {
      failures -= 1;
      throw unavailable('store-away', 'The store is away.');
    }
    seen.editions.push(event.data?.id ?? 'tombstone');
  }

  @OnBatch(consumers.mailerComments)
  async onComments(): Promise<void> {
    throw new Error('Never called here.');
  }
}

@Injectable()
class DigestWorker {
  @HandleJob(queues.planDigests)
  async handlePlanDigests(job: ReceivedJob<{ editionId?: string | undefined }>): Promise<void> {
    await planning;
    seen.plans.push(job);
  }

  @HandleJob(queues.sendDigests)
  async handleSendDigests(job: ReceivedJob<{ editionId: string }>): Promise<void> {
    seen.sends.push(job.attempt);
    if (job.attempt < 3) throw new Error('Not yet.');
  }
}

@Injectable()
class MessageWorker {
  @HandleJob(queues.sendMessage)
  async handleSendMessage(): Promise<void> {
    throw new Error('Never called here.');
  }
}

@Injectable()
class WebhookWorker {
  @HandleJob(queues.planWebhooks)
  async handlePlanWebhooks(): Promise<void> {
    throw new Error('Never called here.');
  }

  @HandleJob(queues.deliverWebhook)
  async handleDeliverWebhook(): Promise<void> {
    throw new Error('Never called here.');
  }
}

/** All that the contracts give to the mailer: a service that leaves one out does not boot. */
const declared = {
  consumers: Object.values(consumers).filter(({ service }) => service === 'mailer'),
  queues: Object.values(queues).filter(({ service }) => service === 'mailer'),
};
const editionId = 'day-2026-11-22';
const edition: EditionState = {
  id: editionId,
  seq: 1,
  cadence: 'day',
  period: '2026-11-22',
  startsAt: '2026-11-22T00:00:00.000Z',
  endsAt: '2026-11-23T00:00:00.000Z',
  cutoffAt: '2026-11-23T00:00:00.000Z',
  closedAt: '2026-11-23T00:00:05.000Z',
  papers: 1,
  upvotes: 2,
  contentDigest: '0'.repeat(64),
  sample: false,
};

@Module({
  imports: [
    MessagingModule.forService('mailer', {
      ...declared,
      schedules: [{ queue: queues.planDigests, id: 'plan', every: 300, data: {} }],
    }),
  ],
  controllers: [EditionConsumer],
  providers: [DigestWorker, MessageWorker, WebhookWorker],
})
class WholeModule {}

@Module({
  imports: [MessagingModule.forService('mailer', declared)],
  controllers: [EditionConsumer],
  providers: [DigestWorker, WebhookWorker],
})
class UnfinishedModule {}

describe('A service over real Kafka and Redis', () => {
  let namespace: string;
  let running: RunningService | undefined;

  const boot = (module: typeof WholeModule, env: NodeJS.ProcessEnv = {}): Promise<RunningService> =>
    bootService(
      { service: 'mailer', module, config: serviceConfigSchema, log },
      {
        PORT: '0',
        NAMESPACE: namespace,
        KAFKA_BROKERS: testStack().kafkaBrokers,
        REDIS_URL: testStack().redisUrl,
        SERVICE_SECRET: 'a-secret-of-tests-that-is-long-enough',
        ...env,
      },
    );

  beforeEach(async () => {
    namespace = uniqueNamespace();
    seen.editions = [];
    seen.plans = [];
    seen.sends = [];
    failures = 0;
    planning = Promise.resolve();
    const kafka = createKafka({ brokers: [testStack().kafkaBrokers], clientId: 'module-spec', log });
    const wanted = allTopicSettings().filter(({ name }) =>
      [topics.editions.name, topics.comments.name, deadLetterTopic('mailer')].includes(name),
    );
    await createTopics(kafka, wanted, (name) => topicName(namespace, name));
  });

  afterEach(async () => {
    await running?.stop();
    running = undefined;
  });

  it('hands events to controllers, tells by the error whether to retry, and stops in order', async () => {
    failures = 2;
    running = await boot(WholeModule);
    await running.app.get(Publisher).publish(topics.editions, [{ contract: editionClosed, data: edition }]);
    await waitFor(
      () => seen.editions,
      (ids) => ids.length === 1,
    );
    expect(failures).toBe(0);
    await waitFor(
      async () => (await fetch(`${running?.url}/health`)).json(),
      (health) => {
        const { components } = health as { components: Record<string, { state: string }> };
        return (
          components['consumer mailer.editions']?.state === 'up' &&
          components['queue plan-digests']?.state === 'up'
        );
      },
    );
    expect(await (await fetch(`${running.url}/metrics`)).text()).toMatch(
      /paperboy_consumer_lag_records\{group="mailer.editions"/,
    );
    expect(running.app.get(EventConsumers)).toBeDefined();
  });

  it('does the jobs of its queues, again after a failure, and once for each id that waits', async () => {
    let plan: () => void = () => undefined;
    // Until both were added none is done, however long that takes.
    planning = new Promise((resolve) => {
      plan = resolve;
    });
    running = await boot(WholeModule);
    const jobs = running.app.get(Jobs);
    await jobs.add(queues.planDigests, { editionId }, { delayMs: 150 });
    await jobs.add(queues.planDigests, { editionId }, { delayMs: 150 });
    plan();
    await jobs.add(queues.sendDigests, { editionId, batch: 'first' });
    await waitFor(
      () => seen.sends,
      (attempts) => attempts.length === 3,
      { timeoutMs: 20_000 },
    );
    expect(seen.sends).toEqual([1, 2, 3]);
    const plansOfEdition = () => seen.plans.filter(({ data }) => data.editionId === editionId);
    await waitFor(() => plansOfEdition().length > 0);
    // Its id is free again at the latest when the queue's next job, one of the schedule, is done.
    await waitFor(() => seen.plans.at(-1)?.data.editionId === undefined);
    expect(plansOfEdition()).toHaveLength(1);
    await jobs.add(queues.planDigests, { editionId });
    await waitFor(plansOfEdition, (plans) => plans.length === 2);
    await expect(jobs.add(queues.planDigests, { editionId: 'tomorrow' })).rejects.toThrow(
      'expected day-YYYY-MM-DD',
    );
  });

  it('keeps to its schedules, and puts them back when Redis has lost them', async () => {
    running = await boot(WholeModule);
    await waitFor(
      () => seen.plans.length,
      (count) => count >= 3,
    );
    const connection = redisConnection(testStack().redisUrl, 'adding');
    const queue = new Queue(queues.planDigests.name, { connection, prefix: `${namespace}:mailer:queues` });
    try {
      await queue.obliterate({ force: true });
      await queue.removeJobScheduler('plan');
      await running.app.get(Jobs).tend();
      const before = seen.plans.length;
      await waitFor(
        () => seen.plans.length,
        (count) => count >= before + 2,
      );
    } finally {
      await queue.close();
      connection.disconnect();
    }
  });

  it('refuses to boot when a job has no handler, and says which', async () => {
    await expect(boot(UnfinishedModule)).rejects.toThrow(
      'The jobs of the queue send-message have no handler.',
    );
  });

  it('boots and answers while Kafka and Redis are away, and stops', async () => {
    running = await boot(WholeModule, { KAFKA_BROKERS: '127.0.0.1:1', REDIS_URL: 'redis://127.0.0.1:1' });
    expect((await fetch(`${running.url}/health/ready`)).status).toBe(200);
    expect(await (await fetch(`${running.url}/health`)).json()).toMatchObject({ status: 'degraded' });
    await expect(running.app.get(Jobs).add(queues.planDigests, {})).rejects.toMatchObject({
      code: 'queue-unavailable',
    });
    await expect(
      running.app.get(Publisher).publish(topics.editions, [{ contract: editionClosed, data: edition }]),
    ).rejects.toMatchObject({ code: 'kafka-unavailable', status: 503 });
  });
});
