import { SERVICES, type ServiceName } from '@paperboy/contracts';
import {
  databaseName,
  indexesOf,
  type Migration,
  Migrations,
  makeIndexes,
  operatorEnvironment,
  readConfig,
  reportingFailure,
  type StoredDocuments,
  say,
  serviceConfigSchema,
  unavailable,
} from '@paperboy/platform';
import { Argument, Command } from 'commander';
import mongoose from 'mongoose';

/** The stored documents of each service. Web has none. */
const DOCUMENTS: Readonly<Partial<Record<ServiceName, () => Promise<StoredDocuments>>>> = {
  ingest: async () => (await import('../../services/ingest/src/ingest.documents.js')).ingestDocuments,
  catalog: async () => (await import('../../services/catalog/src/catalog.documents.js')).catalogDocuments,
  ranking: async () => (await import('../../services/ranking/src/ranking.documents.js')).rankingDocuments,
  mailer: async () => (await import('../../services/mailer/src/mailer.documents.js')).mailerDocuments,
};
const WITH_DOCUMENTS = SERVICES.filter((service) => DOCUMENTS[service]);

/** `npx paperboy migrate [SERVICE] [--dry-run]`. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .summary('bring stored documents to the shape of this version')
    .description(
      'Runs the migrations that a database has not had, and makes its indexes, as each service does when it starts. ' +
        'May run beside services: one of all of them migrates, the others wait.',
    )
    .addArgument(new Argument('[service]', 'one service; all of them by default').choices(WITH_DOCUMENTS))
    .option('--dry-run', 'say what would run, and change nothing')
    .action((service: ServiceName | undefined, { dryRun = false }: { dryRun?: boolean }) =>
      reportingFailure(() => migrate(service ? [service] : WITH_DOCUMENTS, dryRun)),
    );
}

async function migrate(services: readonly ServiceName[], dryRun: boolean): Promise<void> {
  const config = readConfig(serviceConfigSchema, operatorEnvironment());
  const client = new mongoose.mongo.MongoClient(config.MONGODB_URL, {
    serverSelectionTimeoutMS: 1_500,
    retryWrites: false,
    writeConcern: { w: 'majority', journal: true },
  });
  try {
    await client.connect().catch((error: unknown) => {
      throw unavailable('mongodb-away', 'MongoDB can not be reached.', 2, error);
    });
    for (const service of services) {
      const documents = await DOCUMENTS[service]?.();
      const database = client.db(databaseName(config.NAMESPACE, service));
      if (documents) await (dryRun ? show : run)(service, database, documents);
    }
  } finally {
    await client.close(true);
  }
}

async function show(
  service: ServiceName,
  database: mongoose.mongo.Db,
  { migrations }: StoredDocuments,
): Promise<void> {
  const pending = await migrationsOf(service, database, migrations).pending();
  if (pending.length === 0) say(`${service}: nothing to migrate.`);
  for (const migration of pending) say(`${service}: would run ${titleOf(migration)}.`);
}

async function run(
  service: ServiceName,
  database: mongoose.mongo.Db,
  documents: StoredDocuments,
): Promise<void> {
  const migrations = migrationsOf(service, database, documents.migrations);
  if ((await migrations.pending()).length === 0) say(`${service}: nothing to migrate.`);
  await migrations.run(new AbortController().signal);
  const missing = await makeIndexes(database, indexesOf(documents));
  if (missing.length === 0) return;
  const names = missing.map(({ name, reason }) => `${name} (${reason})`).join('; ');
  throw new Error(`${service}: indexes can't be made: ${names}.`);
}

function migrationsOf(
  service: ServiceName,
  database: mongoose.mongo.Db,
  migrations: readonly Migration[],
): Migrations {
  return new Migrations(database, migrations, {
    begins: (migration) => say(`${service}: runs ${titleOf(migration)} …`),
    ended: ({ version }, tookMs) => say(`${service}: migration ${version} is done after ${tookMs} ms.`),
  });
}

function titleOf({ version, name, summary }: Migration): string {
  return `migration ${version} (${name}): ${summary}`;
}
