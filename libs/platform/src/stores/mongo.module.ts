import { type DynamicModule, Module } from '@nestjs/common';
import type { ServiceName } from '@paperboy/contracts';
import { CONFIG } from '../config/config.js';
import type { ServiceConfig } from '../config/service-config.js';
import { databaseName } from '../names.js';
import { Health } from '../observe/health.js';
import { Log } from '../observe/log.js';
import { DOCUMENTS, MongoLink } from './mongo-link.js';
import type { StoredDocuments } from './stored-documents.js';

/** Nest token of the service's mongoose Connection to its own database. */
export const MONGO = Symbol('MONGO');

/**
 * The service's database with the documents of its DocumentsModule. The boot waits for one attempt only. While MongoDB
 * is away, operations fail fast as retriable.
 */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: the form that Nest's dynamic modules have.
export class MongoModule {
  static forService(service: ServiceName): DynamicModule {
    return {
      module: MongoModule,
      global: true,
      providers: [
        {
          provide: MongoLink,
          inject: [CONFIG, DOCUMENTS, Log, Health],
          useFactory: async (config: ServiceConfig, documents: StoredDocuments, log: Log, health: Health) => {
            const link = new MongoLink(
              config.MONGODB_URL,
              databaseName(config.NAMESPACE, service),
              documents,
              log,
              health,
            );
            await link.tried;
            return link;
          },
        },
        { provide: MONGO, inject: [MongoLink], useFactory: (link: MongoLink) => link.connection },
      ],
      exports: [MONGO, MongoLink],
    };
  }
}
