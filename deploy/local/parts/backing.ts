import { freePort } from '../machine/free-port.js';
import { startKafka } from './kafka.js';
import { type Mailbox, startMailbox } from './mailbox.js';
import { startMongodb } from './mongodb.js';
import type { Part, PartOptions } from './part.js';
import { startRedis } from './redis.js';

/** The four parts that the services need. */
export interface Backing {
  kafka: Part;
  mongodb: Part;
  redis: Part;
  mailbox: Mailbox;
  /** Stops them in order: the mailbox, Kafka, Redis, MongoDB. */
  stop(): Promise<void>;
}

/** The folders of the parts, and the two ports that people use. By default any free port is used. */
export interface BackingOptions extends Pick<PartOptions, 'dataDir' | 'partsDir'> {
  smtpPort?: number;
  pagePort?: number;
  env?: NodeJS.ProcessEnv;
  /** Returns the listeners for the output and the events of a part. */
  listen?: (name: string) => Pick<PartOptions, 'onLine' | 'onEvent'>;
  /** Called when a part is ready, with the time that this took. */
  onReady?: (part: Part, tookMs: number) => void;
}

/** Fetches missing parts and starts all four at the same time. When one fails, the others are stopped. */
export async function startBacking(options: BackingOptions): Promise<Backing> {
  const env = options.env ?? process.env;
  const started: Part[] = [];
  const start = async <P extends Part>(
    name: string,
    starter: (part: PartOptions, env: NodeJS.ProcessEnv) => Promise<P>,
    port?: number,
  ): Promise<P> => {
    const from = performance.now();
    const { dataDir, partsDir } = options;
    const listeners = options.listen?.(name);
    const part = await starter({ dataDir, partsDir, port: port ?? (await freePort()), ...listeners }, env);
    started.push(part);
    options.onReady?.(part, performance.now() - from);
    return part;
  };
  const pagePort = options.pagePort ?? (await freePort());
  const startMailboxAtPage = (part: PartOptions): Promise<Mailbox> =>
    startMailbox({ ...part, pagePort }, env);
  const results = await Promise.allSettled([
    start('kafka', startKafka),
    start('mongodb', startMongodb),
    start('redis', startRedis),
    start('mailbox', startMailboxAtPage, options.smtpPort),
  ]);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) {
    await Promise.all(started.map((part) => part.stop()));
    throw failed.reason;
  }
  const [kafka, mongodb, redis, mailbox] = results.map(
    (result) => result.status === 'fulfilled' && result.value,
  ) as [Part, Part, Part, Mailbox];
  const stop = async (): Promise<void> => {
    for (const part of [mailbox, kafka, redis, mongodb]) await part.stop();
  };
  return { kafka, mongodb, redis, mailbox, stop };
}
