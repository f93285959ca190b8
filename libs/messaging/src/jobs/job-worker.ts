import { setTimeout as sleep } from 'node:timers/promises';
import type { QueueContract } from '@paperboy/contracts';
import {
  type ComponentHealth,
  type Log,
  metrics,
  retriability,
  runInTrace,
  traceOf,
} from '@paperboy/platform';
import { type Job, UnrecoverableError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { ReceivedJob } from './handle-job.js';
import type { JobEnvelope } from './jobs.js';
import { redisConnection } from './redis-connection.js';

const CLOSE_WITHIN_MS = 10_000;

const seconds = metrics.histogram({
  name: 'paperboy_job_seconds',
  help: 'Time that jobs took.',
  labelNames: ['queue', 'outcome'],
  buckets: [0.005, 0.02, 0.1, 0.5, 1, 5, 15, 60],
});

/** The dependencies of a worker. */
export interface JobWorkerParts {
  contract: QueueContract;
  redisUrl: string;
  prefix: string;
  concurrency: number;
  handle: (job: ReceivedJob<unknown>) => Promise<void>;
  log: Log;
}

/** Runs the jobs of one queue. A job that breaks its contract or fails with a final error is not retried. */
export class JobWorker {
  private worker: Worker<JobEnvelope> | undefined;
  private connection: Redis | undefined;
  private lastError = 'Not connected yet.';
  private toldAway = false;

  constructor(private readonly parts: JobWorkerParts) {}

  /** Starts in the background; waits for Redis as long as it takes. */
  start(): void {
    const { contract, redisUrl, prefix, concurrency, log } = this.parts;
    const connection = redisConnection(redisUrl, 'working');
    this.connection = connection;
    const worker = new Worker<JobEnvelope>(contract.name, (job) => this.work(job), {
      connection,
      prefix,
      concurrency,
      lockDuration: 15_000,
      stalledInterval: 5_000,
      // The death of a process must not use up the attempts of its job.
      maxStalledCount: 100,
      skipVersionCheck: true,
    });
    worker.on('error', (error) => {
      this.lastError = String(error).slice(0, 200);
      if (!this.toldAway)
        log.warn({ queue: contract.name, reason: this.lastError }, 'The queue cannot be reached.');
      this.toldAway = true;
    });
    connection.on('ready', () => {
      this.toldAway = false;
    });
    worker.on('failed', (job, error) => {
      const left = (job?.opts.attempts ?? 1) - (job?.attemptsMade ?? 0);
      log.warn(
        { queue: contract.name, jobId: job?.id, left, err: error },
        left > 0 ? 'Job failed and is tried again.' : 'Job failed.',
      );
    });
    this.worker = worker;
  }

  /** Finishes the jobs in hand, bounded in time. Ends at once while Redis is away, since no job can finish then. */
  async stop(): Promise<void> {
    const { worker } = this;
    if (!worker) return;
    const { away } = this;
    const closing = worker.close(away).catch((error: unknown) => {
      this.parts.log.debug({ error: String(error) }, 'The worker could not be closed.');
    });
    const limit = away ? 500 : CLOSE_WITHIN_MS;
    await Promise.race([closing, sleep(limit, undefined, { ref: false })]);
    // BullMQ does not close a connection that was passed to it. Another worker takes a job that is still in hand.
    this.connection?.disconnect();
  }

  health(): ComponentHealth {
    return this.away ? { state: 'degraded', detail: this.lastError } : { state: 'up' };
  }

  /** The state of the connection. BullMQ reports `ready` only once, and an idle queue has no job that would fail. */
  private get away(): boolean {
    return this.connection?.status !== 'ready';
  }

  private async work(job: Job<JobEnvelope>): Promise<void> {
    const { contract, handle } = this.parts;
    const parsed = contract.schema.safeParse(job.data?.data);
    if (!parsed.success)
      throw new UnrecoverableError(`The job breaks its contract: ${parsed.error.message.slice(0, 500)}`);
    const received = { data: parsed.data, id: job.id ?? '', attempt: job.attemptsMade + 1 };
    const end = seconds.startTimer({ queue: contract.name });
    try {
      await runInTrace(traceOf(job.data.traceparent), () => handle(received));
      end({ outcome: 'done' });
    } catch (error) {
      end({ outcome: 'failed' });
      if (retriability(error) === 'final') throw new UnrecoverableError(String(error));
      throw error;
    }
  }
}
