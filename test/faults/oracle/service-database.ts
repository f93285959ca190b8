import type { ServiceName } from '@paperboy/contracts';
import { databaseName } from '@paperboy/platform';
import { testStack } from '@paperboy/testing';
import mongoose from 'mongoose';

/** A service's database, read (and once in a while moved on) past the service. */
export function openDatabase(namespace: string, service: ServiceName): Promise<mongoose.Connection> {
  const dbName = databaseName(namespace, service);
  return mongoose.createConnection(testStack().mongodbUrl, { dbName, retryWrites: false }).asPromise();
}
