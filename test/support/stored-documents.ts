import { isDeepStrictEqual } from 'node:util';
import type { ServiceName } from '@paperboy/contracts';
import { databaseName, modelOf, type StoredDocuments, schemasOf } from '@paperboy/platform';
import mongoose, { type Connection, type Model, type Schema } from 'mongoose';
import { testStack } from './test-stack.js';

const TOLD = 10;

/** What the database of a service holds that its schemas do not declare, a sentence each; none when all is as declared. */
export async function undeclared(
  namespace: string,
  service: ServiceName,
  documents: StoredDocuments,
): Promise<string[]> {
  const dbName = databaseName(namespace, service);
  const connection = await mongoose.createConnection(testStack().mongodbUrl, { dbName }).asPromise();
  try {
    return (await faultsOf(connection, documents)).slice(0, TOLD);
  } finally {
    await connection.close();
  }
}

async function faultsOf(connection: Connection, documents: StoredDocuments): Promise<string[]> {
  const faults: string[] = [];
  const schemas = new Map(schemasOf(documents).map((schema) => [schema.get('collection'), schema]));
  for (const { name } of await connection.listCollections()) {
    const schema = schemas.get(name);
    if (!schema) {
      faults.push(`The collection ${name} has no schema.`);
      continue;
    }
    const model = modelOf(connection, schema as Schema);
    for await (const stored of connection.collection(name).find()) {
      const fault = await faultOf(model, stored);
      if (fault !== undefined) faults.push(`${name} ${String(stored._id)}: ${fault}`);
    }
  }
  return faults;
}

async function faultOf(model: Model<unknown>, stored: object): Promise<string | undefined> {
  try {
    const document = new model(stored);
    await document.validate();
    // A value of another type than declared would have been cast.
    const read = document.toObject({ flattenMaps: true });
    return isDeepStrictEqual(read, stored)
      ? undefined
      : `${JSON.stringify(stored)} is read as ${JSON.stringify(read)}`;
  } catch (error) {
    return `${String(error)} in ${JSON.stringify(stored)}`;
  }
}
