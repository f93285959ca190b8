import { setTimeout as sleep } from 'node:timers/promises';
import type { QueueContract } from '@paperboy/contracts';
import { currentTrace, type Log, metrics, unavailable } from '@paperboy/platform';
import { type JobsOptions, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { z } from 'zod';
import { redisConnection } from './redis-connection.js';

/** A recurring job. Its time is derived from the date and not from the run before. */
export interface Schedule {
  readonly queue: QueueContract;
  /** Names the schedule within the queue. */
  readonly id: string;
  /** Milliseconds between two jobs; or else `pattern`. */
  readonly every?: number;
  /** A cron pattern, in the time zone `tz`. */
  readonly pattern?: string;
  readonly tz?: string;
  readonly data: unknown;
}

/** The times of a schedule's jobs. */
export type Rhythm = Pick<Schedule, 'every' | 'pattern' | 'tz'>;

/** The content of a job in BullMQ: ids, and the trace to which the job belongs. */
export interface JobEnvelope {
  data: unknown;
  traceparent?: string;
}

const PUT_BACK_EVERY_MS = 15_000;
/** A schedule is set again when its next job is overdue by more than this. */
const OVERDUE_MS = 10_000;

const depth = metrics.gauge({
  name: 'paperboy_queue_jobs',
  help: 'Jobs of a queue by state.',
  labelNames: ['queue', 'state'],
});

/** Adds jobs to the service's queues. Jobs are hints: MongoDB says what is due, so a lost job stops nothing. */
export class Jobs {
  private readonly queues = new Map<string, Queue<JobEnvelope>>();
  private readonly connections: Redis[] = [];
  private timer: NodeJS.Timeout | undefined;
  private busy = false;
  private counts: Record<string, number> = {};

  constructor(
    private readonly redisUrl: string,
    private readonly prefix: string,
    private readonly schedules: readonly Schedule[],
    private readonly log: Log,
  ) {}

  /** Sets the schedules, and checks them again at intervals, since Redis may lose them. */
  start(contracts: readonly QueueContract[]): void {
    if (contracts.length === 0) return;
    for (const contract of contracts) this.queue(contract);
    void this.tend();
    this.timer = setInterval(() => void this.tend(), PUT_BACK_EVERY_MS).unref();
  }

  /** Adds a job, unless one with the same id waits or runs. Throws ZodError, or Problem 503 when Redis is away. */
  async add<Schema extends z.ZodType>(
    contract: QueueContract<Schema>,
    data: z.infer<Schema>,
    { delayMs }: { delayMs?: number } = {},
  ): Promise<void> {
    const valid = contract.schema.parse(data);
    const traceparent = currentTrace()?.traceparent;
    await this.reaching(contract, (queue) =>
      queue.add(
        contract.name,
        { data: valid, ...(traceparent ? { traceparent } : {}) },
        { ...optionsOf(contract), jobId: contract.idOf(valid), ...(delayMs ? { delay: delayMs } : {}) },
      ),
    );
  }

  /** Adds or changes a schedule. */
  async schedule(
    contract: QueueContract,
    id: string,
    { every, pattern, tz }: Rhythm,
    data: unknown,
  ): Promise<void> {
    const valid = contract.schema.parse(data);
    const rhythm = every === undefined ? { pattern: pattern ?? '', ...(tz ? { tz } : {}) } : { every };
    await this.reaching(contract, (queue) =>
      queue.upsertJobScheduler(id, rhythm, {
        name: contract.name,
        data: { data: valid },
        opts: optionsOf(contract),
      }),
    );
  }

  /** The numbers of jobs that wait, run and are delayed, as last read. */
  figures(): Record<string, number> {
    return this.counts;
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    const closing = Promise.allSettled([...this.queues.values()].map((queue) => queue.close()));
    await Promise.race([closing, sleep(2_000, undefined, { ref: false })]);
    // BullMQ does not close connections that were passed to it.
    for (const connection of this.connections) connection.disconnect();
  }

  private queue(contract: QueueContract): Queue<JobEnvelope> {
    const known = this.queues.get(contract.name);
    if (known) return known;
    const connection = redisConnection(this.redisUrl, 'adding');
    this.connections.push(connection);
    const queue = new Queue<JobEnvelope>(contract.name, {
      connection,
      prefix: this.prefix,
      skipVersionCheck: true,
    });
    queue.on('error', (error) =>
      this.log.debug({ queue: contract.name, error: String(error) }, 'The queue cannot be reached.'),
    );
    this.queues.set(contract.name, queue);
    return queue;
  }

  private async reaching(
    contract: QueueContract,
    act: (queue: Queue<JobEnvelope>) => Promise<unknown>,
  ): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('Redis did not answer in time.')), 3_000);
    });
    try {
      const acting = act(this.queue(contract));
      acting.catch(() => undefined);
      await Promise.race([acting, late]);
    } catch (error) {
      throw unavailable('queue-unavailable', `The queue ${contract.name} can not be reached.`, 2, error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Restores missing schedules and reads the figures. Called by a timer. */
  async tend(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      for (const schedule of this.schedules) await this.putBack(schedule);
      for (const [name, queue] of this.queues) {
        const counts = await queue.getJobCounts('waiting', 'active', 'delayed', 'prioritized', 'failed');
        for (const [state, count] of Object.entries(counts)) depth.set({ queue: name, state }, count);
        this.counts[name] = (counts.waiting ?? 0) + (counts.active ?? 0) + (counts.delayed ?? 0);
      }
    } catch (error) {
      this.log.debug({ error: String(error) }, 'Schedules are put back when Redis can be reached again.');
    } finally {
      this.busy = false;
    }
  }

  private async putBack({ queue: contract, id, data, ...rhythm }: Schedule): Promise<void> {
    const known = await this.queue(contract).getJobScheduler(id);
    const same =
      known &&
      (rhythm.every === undefined
        ? known.pattern === rhythm.pattern && (known.tz ?? undefined) === rhythm.tz
        : Number(known.every) === rhythm.every);
    const overdue = known?.next !== undefined && known.next < Date.now() - OVERDUE_MS - (rhythm.every ?? 0);
    if (!same || overdue) await this.schedule(contract, id, rhythm, data);
  }
}

/** Attempts and removal of a queue's jobs. A failed job must not block its id. */
function optionsOf(contract: QueueContract): JobsOptions {
  return {
    attempts: contract.attempts,
    backoff: { type: 'exponential', delay: contract.backoffMs, jitter: 0.5 },
    removeOnComplete: true,
    removeOnFail: true,
  };
}
