import { mkdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { newerLibc } from '../fetch/newer-libc.js';
import { projectRoot } from '../paths.js';
import { guard } from '../processes/guard.js';
import { findProgram, foreignPart, type Part, type PartOptions, startProcessPart } from './part.js';
import { socketFolder } from './socket-folder.js';

/**
 * Starts MongoDB: from `MONGODB_URL`, else mongod on the PATH, else the embedded engine (for trying and testing only).
 * The address names the server and no database.
 */
export async function startMongodb(
  options: PartOptions,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Part> {
  if (env.MONGODB_URL) return foreignPart('mongodb', 'MONGODB_URL', env.MONGODB_URL);
  const folder = join(options.dataDir, 'mongodb');
  await mkdir(folder, { recursive: true });
  const address = `mongodb://127.0.0.1:${options.port}`;
  const isReady = (): Promise<boolean> => accepts(options.port);
  const installed = findProgram(['mongod'], env.PATH);
  if (installed) {
    const args = ['--dbpath', folder, '--port', String(options.port), '--bind_ip', '127.0.0.1', '--quiet'];
    return startProcessPart(options, {
      name: 'mongodb',
      address,
      origin: installed,
      command: installed,
      args,
      isReady,
    });
  }
  const host = join(projectRoot, 'dist', 'deploy', 'local', 'parts', 'mongodb-host.js');
  const [command, ...args] = [
    ...(await newerLibc(options.partsDir)),
    process.execPath,
    host,
    folder,
    String(options.port),
  ];
  const temporary = await socketFolder(options.dataDir);
  guard.addTemporary(temporary);
  const part = await startProcessPart(options, {
    name: 'mongodb',
    address,
    origin: 'the embedded engine, for trying only',
    command: command as string,
    args,
    env: { ...process.env, TMPDIR: temporary },
    isReady,
  });
  const { stop } = part;
  part.stop = async () => {
    await stop();
    await rm(temporary, { recursive: true, force: true });
  };
  return part;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
