import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clone's folder: the nearest one above this file that holds nest-cli.json, from the sources and from dist. */
export const projectRoot: string = findRoot(dirname(fileURLToPath(import.meta.url)));

/** The folder of fetched parts. Start and test of this clone share it, and reset keeps it. */
export const partsDir: string = join(projectRoot, '.paperboy', 'parts');

/** The data folder of the installation: `PAPERBOY_DATA`, else `.paperboy/data` in the clone. */
export function dataDir(env: NodeJS.ProcessEnv): string {
  return env.PAPERBOY_DATA ? resolve(env.PAPERBOY_DATA) : join(projectRoot, '.paperboy', 'data');
}

function findRoot(from: string): string {
  if (existsSync(join(from, 'nest-cli.json'))) return from;
  const above = dirname(from);
  if (above === from) throw new Error('The project folder was not found: no nest-cli.json above this file.');
  return findRoot(above);
}
