import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';

const RUN_FILE = 'stack.json';
const stackSchema = z.object({ environment: z.record(z.string(), z.string()) });

/**
 * The environment of an operator's command. Variables of this process come first; the rest comes from `stack.json`,
 * which the running local stack writes into its data folder (PAPERBOY_DATA, else `.paperboy/data` here or above).
 */
export function operatorEnvironment(
  env: NodeJS.ProcessEnv = process.env,
  folder: string = process.cwd(),
): NodeJS.ProcessEnv {
  const file = runFile(env, folder);
  // No local stack runs: everything comes from the environment, as in an image.
  if (file === undefined) return { ...env };
  return { ...stackSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).environment, ...env };
}

/** The `stack.json` of the running local stack; undefined when there is none. */
export function runFile(
  env: NodeJS.ProcessEnv = process.env,
  folder: string = process.cwd(),
): string | undefined {
  const file = env.PAPERBOY_DATA ? join(env.PAPERBOY_DATA, RUN_FILE) : nearest(folder);
  return file !== undefined && existsSync(file) ? file : undefined;
}

function nearest(folder: string): string | undefined {
  const file = join(resolve(folder), '.paperboy', 'data', RUN_FILE);
  if (existsSync(file)) return file;
  const above = dirname(resolve(folder));
  return above === resolve(folder) ? undefined : nearest(above);
}
