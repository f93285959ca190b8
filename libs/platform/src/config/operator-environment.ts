import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';

const RUN_FILE = 'stack.json';
const stackSchema = z.object({ environment: z.record(z.string(), z.string()) });

/**
 * The environment of an operator's command: what is set in this process, and for the rest what the running local
 * stack wrote into `stack.json` of its data folder (PAPERBOY_DATA, else `.paperboy/data` here or above).
 */
export function operatorEnvironment(
  env: NodeJS.ProcessEnv = process.env,
  folder: string = process.cwd(),
): NodeJS.ProcessEnv {
  const file = env.PAPERBOY_DATA ? join(env.PAPERBOY_DATA, RUN_FILE) : nearest(folder);
  // No stack of ours runs here: everything comes from the environment, as in an image.
  if (file === undefined || !existsSync(file)) return { ...env };
  return { ...stackSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).environment, ...env };
}

function nearest(folder: string): string | undefined {
  const file = join(resolve(folder), '.paperboy', 'data', RUN_FILE);
  if (existsSync(file)) return file;
  const above = dirname(resolve(folder));
  return above === resolve(folder) ? undefined : nearest(above);
}
