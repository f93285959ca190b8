import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { subscriptions } from '@paperboy/contracts';
import {
  Calendar,
  editionId,
  OPERATOR_EXIT,
  operatorClients,
  operatorEnvironment,
  Problem,
  publicationSchema,
  readConfig,
  replicasSchema,
  reportingFailure,
  runFile,
  say,
  sayJson,
  serviceConfigSchema,
} from '@paperboy/platform';
import { Command } from 'commander';
import { z } from 'zod';
import { askReplica } from './health.client.js';
import { figuresOf, type ReplicaStatus, type SystemStatus, stateOf, statusLines } from './status.js';

const configSchema = serviceConfigSchema.extend({
  ...publicationSchema,
  WEB_OPERATIONS_URL: replicasSchema.prefault('http://127.0.0.1:3001'),
});
type StatusConfig = z.output<typeof configSchema>;

const EXIT = { up: OPERATOR_EXIT.done, degraded: OPERATOR_EXIT.failed, down: OPERATOR_EXIT.away };

/** `npx paperboy status`: the state of the whole system on one screen. */
export function statusCommand(): Command {
  return new Command('status')
    .description('tell how every part is: services, lag, outbox, queues, disk, and which edition closes next')
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      '\nExit code 0 when everything is up, 1 when a part is not, 3 when nothing answers.',
    )
    .action(async ({ json }: { json?: boolean }) => {
      let status: SystemStatus | undefined;
      await reportingFailure(async () => {
        const now = new Date();
        status = await statusOf(readConfig(configSchema, operatorEnvironment()), now);
        if (json) sayJson(status, 2);
        else for (const line of statusLines(status, now)) say(line);
      });
      if (status) process.exitCode = EXIT[status.state];
    });
}

async function statusOf(config: StatusConfig, now: Date): Promise<SystemStatus> {
  const replicas = await Promise.all(
    addressesOf(config).map(([service, address]) => askReplica(service, address)),
  );
  const calendar = new Calendar({
    timeZone: config.PUBLICATION_TIME_ZONE,
    rollOver: config.PUBLICATION_ROLL_OVER,
  });
  const today = calendar.periodAt('day', now.getTime());
  const [active, disk] = await Promise.all([subscriptionsOf(config), diskOf(runFile())]);
  return {
    state: stateOf(replicas),
    replicas,
    nextEdition: {
      id: editionId(today),
      closesAt: new Date(calendar.bounds(today).endsAt).toISOString(),
    },
    lag: figuresOf(replicas, 'consumer ', 'lag', 'sum'),
    unpublished: figuresOf(replicas, 'relay ', 'pending', 'greatest'),
    queues: figuresOf(replicas, 'queue ', 'jobs', 'greatest'),
    ...(active ? { subscriptions: active } : {}),
    ...(disk ? { disk } : {}),
  };
}

/** The number of active subscriptions. Nothing while no mailer answers. */
async function subscriptionsOf(config: StatusConfig): Promise<SystemStatus['subscriptions']> {
  const clients = operatorClients(config);
  try {
    return (await clients.ask(subscriptions.counts, {})).active;
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  } finally {
    await clients.onApplicationShutdown();
  }
}

function addressesOf(config: StatusConfig): [ReplicaStatus['service'], string][] {
  const services = {
    ingest: config.INGEST_URL,
    catalog: config.CATALOG_URL,
    ranking: config.RANKING_URL,
    mailer: config.MAILER_URL,
    web: config.WEB_OPERATIONS_URL,
  };
  return Object.entries(services).flatMap(([service, addresses]) =>
    addresses.map((address): [string, string] => [service, address]),
  );
}

/** The disk with the data of the local stack. Nothing when no stack runs here. */
async function diskOf(file: string | undefined): Promise<SystemStatus['disk']> {
  if (file === undefined) return undefined;
  const folder = dirname(file);
  const { bavail, blocks, bsize } = await statfs(folder);
  return { folder, freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
