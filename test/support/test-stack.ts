import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBacking } from '../../deploy/local/parts/backing.js';
import { partsDir } from '../../deploy/local/paths.js';
import { guard } from '../../deploy/local/processes/guard.js';

/** Addresses of the servers that the tests of one run share. */
export interface TestStack {
  /** `host:port` of Kafka. */
  kafkaBrokers: string;
  /** MongoDB's address, without a database. */
  mongodbUrl: string;
  redisUrl: string;
  smtpUrl: string;
  /** The mailbox's page, whose `/api/email` lists what came; empty when the mailbox is not ours. */
  mailboxUrl: string;
}

const VARIABLES: Record<keyof TestStack, string> = {
  kafkaBrokers: 'KAFKA_BROKERS',
  mongodbUrl: 'MONGODB_URL',
  redisUrl: 'REDIS_URL',
  smtpUrl: 'SMTP_URL',
  mailboxUrl: 'MAILBOX_URL',
};

/**
 * Starts Kafka, MongoDB, Redis and the mailbox on free ports with their data in a folder of its own, and puts their
 * addresses into the environment, where `testStack` finds them. What the environment already names is used as it is.
 */
export async function startTestStack(): Promise<{ stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'paperboy-test-'));
  guard.addTemporary(dataDir);
  const remove = (): Promise<void> => rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
  try {
    const backing = await startBacking({ dataDir, partsDir });
    Object.assign(process.env, {
      KAFKA_BROKERS: backing.kafka.address,
      MONGODB_URL: backing.mongodb.address,
      REDIS_URL: backing.redis.address,
      SMTP_URL: backing.mailbox.address,
      MAILBOX_URL: backing.mailbox.page ?? process.env.MAILBOX_URL ?? '',
      SEARCH_FOLDER: join(dataDir, 'search'),
    });
    return {
      stop: async () => {
        await backing.stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The addresses of the stack that this run of jest has started. */
export function testStack(): TestStack {
  const entries = Object.entries(VARIABLES).map(([key, variable]) => {
    const value = process.env[variable];
    if (value === undefined)
      throw new Error(`${variable} is not set: this test needs the stack that npm test starts.`);
    return [key, value];
  });
  return Object.fromEntries(entries) as TestStack;
}
