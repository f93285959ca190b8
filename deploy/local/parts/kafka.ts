import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inFolder, run } from '../fetch/fetch.js';
import { mavenJars } from '../fetch/maven.js';
import { ask } from '../machine/ask.js';
import { freePort } from '../machine/free-port.js';
import { kafkaProperties } from './kafka-properties.js';
import { foreignPart, type Part, type PartOptions, startProcessPart } from './part.js';

const JVM = [
  '-Xmx256m',
  '-Xms64m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-XX:+ExitOnOutOfMemoryError',
];

/** ApiVersions, version 0: the smallest request to a Kafka broker, which it answers only when it serves requests. */
const API_VERSIONS = Buffer.from('0000000a' + '0012' + '0000' + '00000001' + 'ffff', 'hex');

/** Starts Kafka: from `KAFKA_BROKERS`, else Apache Kafka in KRaft mode as one node. The address is `host:port`. */
export async function startKafka(options: PartOptions, env: NodeJS.ProcessEnv = process.env): Promise<Part> {
  if (env.KAFKA_BROKERS) return foreignPart('kafka', 'KAFKA_BROKERS', env.KAFKA_BROKERS);
  const jars = await mavenJars(options.partsDir, 'kafka');
  const classPath = join(jars, '*');
  const folder = join(options.dataDir, 'kafka');
  const dataDir = join(folder, 'data');
  const properties = await inFolder(join(folder, 'server.properties'));
  await writeFile(
    properties,
    kafkaProperties({ dataDir, port: options.port, controllerPort: await freePort() }),
  );
  if (!existsSync(join(dataDir, 'bootstrap.checkpoint'))) {
    // A format that was interrupted leaves a folder that a second format refuses.
    await rm(dataDir, { recursive: true, force: true });
    // An id that begins with a dash would be read as an option.
    const clusterId = `A${randomBytes(16).toString('base64url').slice(1)}`;
    await run('java', [
      '-XX:TieredStopAtLevel=1',
      '-cp',
      classPath,
      'kafka.tools.StorageTool',
      'format',
      '-t',
      clusterId,
      '-c',
      properties,
    ]);
  }
  return startProcessPart(options, {
    name: 'kafka',
    address: `127.0.0.1:${options.port}`,
    origin: 'Apache Kafka from Maven Central',
    command: 'java',
    args: [...JVM, '-cp', classPath, 'kafka.Kafka', properties],
    cwd: folder,
    graceMs: 20_000,
    isReady: async () => (await ask(options.port, API_VERSIONS)).length > 4,
  });
}
