import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import type { ServiceName } from '@paperboy/contracts';
import { FastPath } from './cache/fast-path.js';
import { ServiceClients } from './clients/service-clients.js';
import { Clock, SystemClock } from './clock.js';
import { CONFIG } from './config/config.js';
import type { ServiceConfig } from './config/service-config.js';
import { AnswerCheck } from './http/answer-check.interceptor.js';
import { ProblemFilter } from './http/problem.filter.js';
import { ProblemReports } from './http/problem-reports.js';
import { SELF } from './identity/caller.js';
import { CallersGuard } from './identity/callers.guard.js';
import { Identity } from './identity/identity.js';
import { HealthController } from './observe/health.controller.js';
import { Health } from './observe/health.js';
import { LiveController } from './observe/live.controller.js';
import { createLogger, Log } from './observe/log.js';
import { Metrics, metrics } from './observe/metrics.js';
import { MongoModule } from './stores/mongo.module.js';
import { RedisModule } from './stores/redis.module.js';

/** The options of the platform for a service. */
export interface PlatformOptions {
  service: ServiceName;
  /** As readConfig() gave it. */
  config: ServiceConfig;
  /** Provides MONGO. */
  mongo?: boolean;
  /** Provides REDIS. */
  redis?: boolean;
  /** An existing log. By default one is made by the configuration. */
  log?: Log;
  /** A fixed clock, for tests. */
  clock?: Clock;
}

/**
 * The parts that every service has, globally: CONFIG, Clock, Log, Identity, ServiceClients, Health, Metrics, FastPath,
 * ProblemReports.
 */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: the form that Nest's dynamic modules have.
export class PlatformModule {
  static forService({
    service,
    config,
    mongo,
    redis,
    log,
    clock = new SystemClock(),
  }: PlatformOptions): DynamicModule {
    metrics.describe(service);
    const logger = log ?? createLogger({ service, level: config.LOG_LEVEL, format: config.LOG_FORMAT });
    return {
      module: PlatformModule,
      global: true,
      imports: [
        ...(mongo ? [MongoModule.forService(service)] : []),
        ...(redis ? [RedisModule.forService()] : []),
      ],
      // A service with a port for operations serves these there.
      controllers: [LiveController, ...(config.OPERATIONS_PORT === undefined ? [HealthController] : [])],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: Clock, useValue: clock },
        { provide: Log, useValue: logger },
        { provide: Health, useValue: new Health(service, clock.now()) },
        { provide: Metrics, useValue: metrics },
        { provide: SELF, useValue: { kind: 'service', name: service } },
        Identity,
        ServiceClients,
        FastPath,
        ProblemReports,
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_GUARD, useClass: CallersGuard },
        ...(config.CHECK_ANSWERS === 'true' ? [{ provide: APP_INTERCEPTOR, useClass: AnswerCheck }] : []),
      ],
      exports: [
        CONFIG,
        Clock,
        Log,
        Health,
        Metrics,
        SELF,
        Identity,
        ServiceClients,
        FastPath,
        ProblemReports,
      ],
    };
  }
}
