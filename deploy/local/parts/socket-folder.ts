import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/**
 * The folder for the engine's socket, without the files of an engine that was killed. It is not in the data folder,
 * since the path of a socket may have about a hundred characters only. Its name is derived from the data folder, so
 * that the next start finds it again. Throws when another user has a folder of that name.
 */
export async function socketFolder(dataDir: string): Promise<string> {
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const folder = join(tmpdir(), `paperboy-mongodb-${name}`);
  await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== userInfo().uid) {
    throw new Error(`${folder} belongs to another user: remove it, or set TMPDIR to a folder of your own.`);
  }
  for (const left of await readdir(folder)) await rm(join(folder, left), { recursive: true, force: true });
  return folder;
}
