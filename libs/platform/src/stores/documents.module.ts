import { type DynamicModule, Inject, Module } from '@nestjs/common';
import type { Connection, Model, Schema } from 'mongoose';
import { type AnySchema, collectionOf } from './document-schema.js';
import { MONGO } from './mongo.module.js';
import { DOCUMENTS } from './mongo-link.js';
import { type StoredDocuments, schemasOf } from './stored-documents.js';

/** Nest's token of the model of a schema. */
function tokenOf(schema: AnySchema): string {
  return `model of ${collectionOf(schema)}`;
}

/** The model of a schema on a connection. */
export function modelOf<Shape>(connection: Connection, schema: Schema<Shape>): Model<Shape> {
  return connection.model<Shape>(collectionOf(schema), schema);
}

/** A parameter of a constructor that takes the model of a schema, as mongoose's Model. */
export function InjectModel(schema: AnySchema): ParameterDecorator {
  return Inject(tokenOf(schema));
}

/** The documents of a service in MongoDB: the models of their schemas, and the migrations and indexes for the start. */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: the form that Nest's dynamic modules have.
export class DocumentsModule {
  static forService(documents: StoredDocuments): DynamicModule {
    const models = schemasOf(documents).map((schema) => ({
      provide: tokenOf(schema),
      inject: [MONGO],
      useFactory: (connection: Connection) => modelOf(connection, schema as Schema),
    }));
    return {
      module: DocumentsModule,
      global: true,
      providers: [{ provide: DOCUMENTS, useValue: documents }, ...models],
      exports: [DOCUMENTS, ...models.map(({ provide }) => provide)],
    };
  }
}
