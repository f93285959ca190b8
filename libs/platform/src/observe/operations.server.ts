import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { hardenedFastify } from '../http/hardened-fastify.js';
import { ProblemFilter } from '../http/problem.filter.js';
import { ProblemReports } from '../http/problem-reports.js';
import { addRequestHooks } from '../http/request-hooks.js';
import type { Answered } from './answered.js';
import { HealthController } from './health.controller.js';
import { Health } from './health.js';
import { LiveController } from './live.controller.js';
import { Log } from './log.js';
import { NestLog } from './nest-log.js';

@Module({})
class OperationsRoot {}

/** The routes for operators, at their own address. */
export interface OperationsServer {
  url: string;
  /** Closes all connections. Call it when there is nothing left to report. */
  close(): Promise<void>;
}

/**
 * Serves health and metrics at a port of their own, for a service whose own port is public: strangers must not learn
 * what is away, how many requests there are and how much memory is left.
 */
export async function serveOperations(
  { host, port }: { host: string; port: number },
  health: Health,
  log: Log,
  report: (answered: Answered) => void,
): Promise<OperationsServer> {
  const root: DynamicModule = {
    module: OperationsRoot,
    controllers: [LiveController, HealthController],
    providers: [
      { provide: Health, useValue: health },
      { provide: Log, useValue: log },
      ProblemReports,
      { provide: APP_FILTER, useClass: ProblemFilter },
    ],
  };
  const app = await NestFactory.create<NestFastifyApplication>(root, hardenedFastify(), {
    logger: new NestLog(log),
    abortOnError: false,
  });
  addRequestHooks(app.getHttpAdapter().getInstance(), health, report);
  await app.listen(port, host);
  return {
    url: await app.getUrl(),
    close: async () => {
      const closed = app.close();
      app.getHttpServer().closeAllConnections();
      await closed;
    },
  };
}
