import { Module, type OnModuleInit } from '@nestjs/common';
import { Clock, MONGO, MongoLink } from '@paperboy/platform';
import type { Connection } from 'mongoose';
import { ImportController } from './import/import.controller.js';
import { IMPORTS, type ImportDocument, ImportStore } from './import/import.store.js';
import { ingestIndexes } from './ingest.indexes.js';

/** Ingest: finds papers. So far by imports, which run in the operators' command line; the service tells of them. */
@Module({
  controllers: [ImportController],
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
  ],
})
export class IngestModule implements OnModuleInit {
  constructor(private readonly mongo: MongoLink) {}

  onModuleInit(): void {
    this.mongo.ensureIndexes(ingestIndexes);
  }
}
