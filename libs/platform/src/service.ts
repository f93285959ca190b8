import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ServiceName } from '@paperboy/contracts';
import type { z } from 'zod';
import { FastPath } from './cache/fast-path.js';
import type { Clock } from './clock.js';
import { ConfigError, readConfig } from './config/config.js';
import type { ServiceConfig } from './config/service-config.js';
import { Drain } from './http/drain.js';
import { hardenedFastify } from './http/hardened-fastify.js';
import { addRequestHooks } from './http/request-hooks.js';
import { refuseUndeclaredRoutes } from './identity/declared-routes.js';
import { type Answered, answeredReporter } from './observe/answered.js';
import { Health } from './observe/health.js';
import { createLogger, type Log } from './observe/log.js';
import { NestLog } from './observe/nest-log.js';
import { type OperationsServer, serveOperations } from './observe/operations.server.js';
import { PlatformModule } from './platform.module.js';
import { FutureData } from './stores/migration.js';
import { TRANSPORTS, type Transports } from './transports.js';

/** Exit code for a wrong configuration (EX_CONFIG), a version too old for its data among them. */
const WRONG_CONFIGURATION = 78;
const SHUTDOWN_MS = 15_000;

/** The options of a service. */
export interface ServiceOptions<Schema extends z.ZodType<ServiceConfig>> {
  service: ServiceName;
  module: Type | DynamicModule;
  config: Schema;
  /** Provides MONGO. */
  mongo?: boolean;
  /** Provides REDIS. */
  redis?: boolean;
  /** Whether its port is public. Our own services repeat requests that are safe to repeat, other clients may not. */
  public?: boolean;
}

/** A service that runs in this process. */
export interface RunningService {
  app: NestFastifyApplication;
  /** Where it listens, such as `http://127.0.0.1:3002`. */
  url: string;
  /** The address of `/health` and `/metrics`: the same one, or one with a port of their own. */
  operationsUrl: string;
  log: Log;
  /**
   * Stops in order: becomes not ready, waits until no more requests come, accepts no more, finishes its work, closes
   * the connections.
   */
  stop(): Promise<void>;
}

@Module({})
class ServiceRoot {}

/** Boots a service from an environment, without touching the process: for startService, and for tests. */
export async function bootService<Schema extends z.ZodType<ServiceConfig>>(
  options: ServiceOptions<Schema> & { log?: Log; clock?: Clock },
  env: NodeJS.ProcessEnv,
): Promise<RunningService> {
  const { service, module, mongo, redis, clock } = options;
  const config = readConfig(options.config, env);
  const log = options.log ?? createLogger({ service, level: config.LOG_LEVEL, format: config.LOG_FORMAT });
  const platform = PlatformModule.forService({
    service,
    config,
    log,
    ...(mongo ? { mongo } : {}),
    ...(redis ? { redis } : {}),
    ...(clock ? { clock } : {}),
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    { module: ServiceRoot, imports: [platform, module] },
    hardenedFastify(),
    { logger: new NestLog(log), abortOnError: false },
  );
  refuseUndeclaredRoutes(app.get(ModulesContainer));
  const health = app.get(Health);
  const report = answeredReporter(log);
  addRequestHooks(app.getHttpAdapter().getInstance(), health, report);
  app.get(FastPath).stepBefore(app.getHttpServer(), health, report);
  const drain = new Drain(app.getHttpAdapter().getInstance(), options.public ?? false);
  for (const strategy of transportsOf(app)) app.connectMicroservice({ strategy });
  await app.listen(config.PORT, config.HOST);
  const url = await app.getUrl();
  // Started after `listen`, since a service that reports that it is ready has to serve.
  const operations = await operationsOf(config, health, log, report).catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
  const operationsUrl = operations?.url ?? url;
  log.info({ url, operationsUrl }, `Listening on ${url}.`);
  // Not awaited: the brokers may be away, and HTTP is served meanwhile.
  app.startAllMicroservices().catch((error: unknown) => fail(log, error));
  const stop = async () => {
    health.stopping();
    await drain.quiet();
    drain.begin();
    await app.close();
    // Served to the end, since balancers look at readiness meanwhile.
    await operations?.close();
  };
  return { app, url, operationsUrl, log, stop };
}

async function operationsOf(
  { OPERATIONS_HOST: host, OPERATIONS_PORT: port }: ServiceConfig,
  health: Health,
  log: Log,
  report: (answered: Answered) => void,
): Promise<OperationsServer | undefined> {
  if (host === undefined || port === undefined) return undefined;
  return serveOperations({ host, port }, health, log, report);
}

/** The whole of a service's main.ts: reads the environment, boots, and ends in order on SIGTERM or SIGINT. */
export async function startService<Schema extends z.ZodType<ServiceConfig>>(
  options: ServiceOptions<Schema>,
): Promise<void> {
  let running: RunningService;
  try {
    running = await bootService(options, process.env);
  } catch (error) {
    // A restart would not help in either case.
    if (error instanceof ConfigError || error instanceof FutureData) {
      process.stderr.write(`${error.message}\n`);
      process.exit(WRONG_CONFIGURATION);
    }
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  }
  const { log } = running;
  process.on('unhandledRejection', (error) => fail(log, error));
  process.on('uncaughtException', (error) => fail(log, error));
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // A second signal changes nothing: a terminal's Ctrl-C reaches us and our supervisor, which sends one more.
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void stopProcess(running, signal);
    });
  }
}

async function stopProcess({ log, stop }: RunningService, signal: string): Promise<void> {
  log.info({ signal }, 'Stopping.');
  setTimeout(() => {
    log.error({ afterMs: SHUTDOWN_MS }, 'Stopping took too long.');
    void exit(log, 1);
  }, SHUTDOWN_MS).unref();
  try {
    await stop();
    log.info('Stopped.');
    await exit(log, 0);
  } catch (error) {
    fail(log, error);
  }
}

function transportsOf(app: NestFastifyApplication): Transports {
  const modules = [...app.get(ModulesContainer).values()];
  // Absent in a service that takes no messages, such as web.
  if (!modules.some(({ providers }) => providers.has(TRANSPORTS))) return [];
  return app.get<Transports>(TRANSPORTS, { strict: false });
}

/** An unhandled error leaves the process in an unknown state: it ends, and its supervisor restarts it. */
function fail(log: Log, error: unknown): void {
  log.fatal({ err: error }, 'The process ends after an unhandled error.');
  void exit(log, 1);
}

async function exit(log: Log, code: number): Promise<void> {
  // The log may be blocked, for example by a reader that went away. The end does not wait for it for ever.
  setTimeout(() => process.exit(code), 1_000).unref();
  await log.flush();
  process.exit(code);
}
