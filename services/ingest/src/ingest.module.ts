import { Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { queues } from '@paperboy/contracts';
import { MessagingModule } from '@paperboy/messaging';
import { Clock, CONFIG, DocumentsModule, MONGO, REDIS } from '@paperboy/platform';
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import { Sites } from './fetch/sites.client.js';
import { HarvestController } from './harvest/harvest.controller.js';
import { HarvestWorker } from './harvest/harvest.worker.js';
import { ListedDays } from './harvest/listed-days.client.js';
import { OwnSourceStore } from './harvest/own-source.store.js';
import { SOURCES, type SourceDocument } from './harvest/source.schema.js';
import { SourceStore } from './harvest/source.store.js';
import { SourceWatch } from './harvest/source-watch.timer.js';
import { ImportController } from './import/import.controller.js';
import { IMPORTS, type ImportDocument } from './import/import.schema.js';
import { ImportStore } from './import/import.store.js';
import type { IngestConfig } from './ingest.config.js';
import { ingestDocuments } from './ingest.documents.js';
import { ingestSchedules } from './ingest.schedules.js';
import { AskedPaperStore } from './request/asked-paper.store.js';
import { PaperRequestController } from './request/paper-request.controller.js';
import { PaperRequests } from './request/paper-requests.service.js';
import { RequestQuota } from './request/request-quota.store.js';

/** Sources that one replica reads at the same time. Their requests still take turns. */
const AT_ONCE = 4;

@Injectable()
class ClientEnd implements OnApplicationShutdown {
  constructor(@Inject(Sites) private readonly sites: Sites) {}

  onApplicationShutdown(): Promise<void> {
    return this.sites.close();
  }
}

/** Ingest: finds papers. Harvests run here. Imports run in the operators' command line, and this service lists them. */
@Module({
  imports: [
    DocumentsModule.forService(ingestDocuments),
    MessagingModule.forService('ingest', {
      queues: [queues.harvestSource],
      schedules: ingestSchedules,
      concurrency: { [queues.harvestSource.name]: AT_ONCE },
    }),
  ],
  controllers: [ImportController, HarvestController, PaperRequestController],
  providers: [
    {
      provide: ImportStore,
      inject: [MONGO, Clock],
      useFactory: (connection: Connection, clock: Clock) =>
        new ImportStore(
          () => connection.getClient().db(connection.name).collection<ImportDocument>(IMPORTS),
          () => clock.now(),
        ),
    },
    ...[SourceStore, OwnSourceStore, AskedPaperStore].map((Store) => ({
      provide: Store,
      inject: [MONGO, Clock],
      useFactory: (connection: Connection, clock: Clock) =>
        new Store(
          () => connection.getClient().db(connection.name).collection<SourceDocument>(SOURCES),
          () => clock.now(),
        ),
    })),
    {
      provide: Sites,
      inject: [REDIS, CONFIG, Clock],
      useFactory: (redis: Redis, config: IngestConfig, clock: Clock) =>
        new Sites(redis, config, () => clock.now()),
    },
    ClientEnd,
    ListedDays,
    HarvestWorker,
    SourceWatch,
    PaperRequests,
    RequestQuota,
  ],
})
export class IngestModule {}
